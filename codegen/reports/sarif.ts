/**
 * Diagnostics as code scanners exchange them.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
 */
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DIAGNOSTICS, type Diagnostic, labelOf } from '../diagnostics.js';
import { isRemote } from '../load/documents/locations.js';
import type { JsonObject } from '../model/contract.js';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json';

/** A SARIF 2.1.0 log of one run. Files are relative to the folder that the command ran in. */
export function sarifLog(diagnostics: readonly Diagnostic[], version: string): JsonObject {
  const rules = [...new Map(diagnostics.map((one) => [labelOf(one), one])).entries()].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const index = new Map(rules.map(([id], position) => [id, position]));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'specwire', version, rules: rules.map(([id, one]) => ruleOf(id, one)) },
        },
        // Columns are counted as JavaScript and YAML parsers count: in UTF-16 code units.
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((one) => resultOf(one, index.get(labelOf(one)) ?? -1)),
      },
    ],
  };
}

function ruleOf(id: string, { code }: Diagnostic): JsonObject {
  return {
    id,
    shortDescription: { text: DIAGNOSTICS[code] },
    help: { text: `\`specwire explain ${code}\` shows an example of it, and what to write instead.` },
  };
}

function resultOf(diagnostic: Diagnostic, ruleIndex: number): JsonObject {
  const { severity, message, file, line, column, length, hint } = diagnostic;
  return {
    ruleId: labelOf(diagnostic),
    ruleIndex,
    level: severity,
    message: { text: hint === undefined ? message : `${message}. ${hint}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file) },
          region: { startLine: line, startColumn: column, endColumn: column + length },
        },
      },
    ],
  };
}

/** Relative to the folder that is scanned, if the file is in it. */
function uriOf(file: string): string {
  if (isRemote(file)) return file;
  return isAbsolute(file) ? pathToFileURL(file).href : file.split('/').map(encodeURIComponent).join('/');
}
