import { describe, expect, it } from 'vitest';
import { continueTrace } from './trace-context.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';

describe('continueTrace', () => {
  const kept: readonly string[] = [
    `00-${TRACE}-b7ad6b7169203331-01`,
    `00-${TRACE}-b7ad6b7169203331-00`,
    `cc-${TRACE}-b7ad6b7169203331-01-what-the-future-will-be-like`,
  ];
  it.each(kept)('continues %s', (traceparent) => {
    const trace = continueTrace(traceparent);
    expect(trace.traceId).toBe(TRACE);
    expect(trace.traceparent).toMatch(new RegExp(`^00-${TRACE}-(?!b7ad6b7169203331)[0-9a-f]{16}-0[01]$`));
    expect(trace.traceparent.slice(-2)).toBe(traceparent.slice(53, 55));
  });

  const dropped: readonly (string | undefined)[] = [
    undefined,
    '',
    `ff-${TRACE}-b7ad6b7169203331-01`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-b7ad6b7169203331-01`,
    `00-${TRACE}-b7ad6b7169203331-01-extra`,
    `00-${TRACE}-b7ad6b7169203331`,
  ];
  it.each(dropped)('begins a new trace for %j', (traceparent) => {
    const trace = continueTrace(traceparent);
    expect(trace.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(trace.traceId).not.toBe(TRACE);
    expect(trace.traceparent).toMatch(new RegExp(`^00-${trace.traceId}-[0-9a-f]{16}-00$`));
  });
});
