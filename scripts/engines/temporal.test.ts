/** How Temporal is started, with a program in its place that does what the wanted run of it did. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTemporal } from './temporal.js';

let folder: string;
let dataDir: string;
let binary: string;

/** Notes each start's arguments; fails with these outputs, one after the other, then listens. */
function standIn(...outputs: readonly string[]): void {
  const script = `#!${process.execPath}
const fs = require('node:fs');
const args = process.argv.slice(2);
if (args[0] === 'operator') process.exit(0);
const starts = ${JSON.stringify(join(folder, 'starts'))};
fs.appendFileSync(starts, JSON.stringify({ cwd: process.cwd(), args }) + '\\n');
const output = ${JSON.stringify(outputs)}[fs.readFileSync(starts, 'utf8').trim().split('\\n').length - 1];
if (output !== undefined) { console.error(output); process.exit(1); }
require('node:net').createServer().listen(Number(args[args.indexOf('--port') + 1]), '127.0.0.1');
`;
  writeFileSync(binary, script, { mode: 0o755 });
}

function starts(): { cwd: string; args: string[] }[] {
  const lines = readFileSync(join(folder, 'starts'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'temporal-test-'));
  dataDir = join(folder, 'a #1 100%41 folder?');
  binary = join(folder, 'temporal.cjs');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const IN_USE = `panic: listen tcp 127.0.0.1:5: bind: address already in use

goroutine 1 [running]:
main.main()
	/src/main.go:18 +0x8e`;

describe('startTemporal', () => {
  it('works in its data folder, whatever that is called, and shows it in its command line', async () => {
    standIn();
    const temporal = await startTemporal({ binary, dataDir });
    const [start] = starts();
    expect(start?.cwd).toBe(dataDir);
    expect(start?.args).toEqual(expect.arrayContaining(['--db-filename', 'temporal.db', dataDir]));
    await temporal.stop();
  });

  it('starts again, on another port, when a port that it needs was taken meanwhile', async () => {
    standIn(IN_USE, IN_USE);
    const temporal = await startTemporal({ binary, dataDir });
    expect(new Set(starts().map(({ args }) => args[args.indexOf('--port') + 1])).size).toBe(3);
    await temporal.stop();
  });

  it.each([
    [IN_USE, /^Temporal could not start: its port 5 is already in use; start again$/],
    ['panic: why\n\ngoroutine 1\n\tmain.go:18 +0x8e', /^Temporal could not start: panic: why \(log: .*\)$/],
    ['Error: database or disk is full', /^Temporal could not start: the disk of .*folder\? is full$/],
    ['', /^Temporal could not start: it said nothing \(log: .*\)$/],
  ])('says in one line why it does not start, from what this start wrote: %j', async (output, reason) => {
    mkdirSync(dataDir);
    writeFileSync(join(dataDir, 'temporal.log'), 'Error: no space left, an hour ago\n');
    standIn(output, output, output);
    await expect(startTemporal({ binary, dataDir })).rejects.toThrow(reason);
  });
});
