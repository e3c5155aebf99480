/** openapi-typescript on one document, and nothing else: `types-alone <document> <output>`, or warm, by commands. */
import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';
import { serveCommands } from './commands.js';

async function generate({ from, to }: { readonly from: string; readonly to: string }): Promise<void> {
  const nodes = await openapiTS(await readFile(from, 'utf8'), { silent: true });
  await writeFile(to, astToString(nodes));
}

const commands = { generate };

/** What it can be told. */
export type TypesAlone = typeof commands;

const [, , from, to] = process.argv;
if (from !== undefined && to !== undefined) await generate({ from, to });
else serveCommands(commands);
