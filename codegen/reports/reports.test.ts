/** What machines read, held against what they demand. */
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import type { Diagnostic } from '../diagnostics.js';
import { githubAnnotations } from './github.js';
import { sarifLog } from './sarif.js';

const DIAGNOSTICS: readonly Diagnostic[] = [
  {
    code: 'bad-ref',
    severity: 'error',
    message: '100% wrong: `a`, or\r\n`b`',
    file: 'specs/a, b: 50%.yaml',
    line: 3,
    column: 5,
    length: 4,
    hint: 'Write `c`.',
  },
  {
    code: 'idle-keyword',
    severity: 'warning',
    message: 'does nothing',
    file: '/else/where/api.yaml',
    line: 1,
    column: 1,
    length: 1,
    rule: 'no-idling',
  },
];

test('GitHub: one command a diagnostic, what would end a part of it escaped', () => {
  expect(githubAnnotations(DIAGNOSTICS)).toBe(
    '::error file=specs/a%2C b%3A 50%25.yaml,line=3,col=5,endColumn=9,title=bad-ref' +
      '::100%25 wrong: `a`, or%0D%0A`b`%0Ahint: Write `c`.\n' +
      '::warning file=/else/where/api.yaml,line=1,col=1,endColumn=2,title=idle-keyword/no-idling::does nothing\n',
  );
});

/** The parts of sarif-schema-2.1.0.json that are used here: what it demands, and nothing that it does not have. */
const text = {
  type: 'object',
  additionalProperties: false,
  properties: { text: { type: 'string' } },
  required: ['text'],
};
const closed = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const position = { type: 'integer', minimum: 1 };
const location = closed({
  physicalLocation: closed({
    artifactLocation: closed({ uri: { type: 'string', format: 'uri-reference' } }),
    region: closed({ startLine: position, startColumn: position, endColumn: position }),
  }),
});
const result = closed(
  {
    ruleId: { type: 'string' },
    ruleIndex: { type: 'integer', minimum: -1 },
    level: { enum: ['none', 'note', 'warning', 'error'] },
    message: text,
    locations: { type: 'array', items: location },
  },
  ['message'],
);
const rule = closed({ id: { type: 'string' }, shortDescription: text, help: text }, ['id']);
const driver = closed(
  {
    name: { type: 'string' },
    version: { type: 'string' },
    rules: { type: 'array', uniqueItems: true, items: rule },
  },
  ['name'],
);
const run = closed(
  {
    tool: closed({ driver }, ['driver']),
    columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
    results: { type: 'array', items: result },
  },
  ['tool'],
);
const SCHEMA = closed(
  { $schema: { type: 'string' }, version: { const: '2.1.0' }, runs: { type: 'array', items: run } },
  ['version', 'runs'],
);

test.for([[DIAGNOSTICS], [[]]])('SARIF: a log that its schema accepts', ([diagnostics = []]) => {
  const validate = new Ajv({ allErrors: true, formats: { 'uri-reference': /^[^\s<>"{}|\\^`]*$/ } }).compile(
    SCHEMA,
  );
  validate(sarifLog(diagnostics, '1.2.3'));
  expect(validate.errors ?? []).toEqual([]);
});

test('SARIF: each result has its rule, its place and its hint', () => {
  const log = sarifLog(DIAGNOSTICS, '1.2.3') as unknown as {
    runs: {
      tool: { driver: { rules: { id: string }[] } };
      results: { ruleId: string; ruleIndex: number; message: { text: string }; locations: unknown[] }[];
    }[];
  };
  const [only] = log.runs;
  const results = only?.results ?? [];
  expect(results.map(({ ruleId }) => ruleId)).toEqual(['bad-ref', 'idle-keyword/no-idling']);
  for (const one of results) expect(only?.tool.driver.rules[one.ruleIndex]?.id).toBe(one.ruleId);
  expect(results[0]?.message.text).toMatch(/`b`\. Write `c`\.$/);
  expect(results.map(({ locations }) => locations)).toEqual([
    [
      {
        physicalLocation: {
          artifactLocation: { uri: 'specs/a%2C%20b%3A%2050%25.yaml' },
          region: { startLine: 3, startColumn: 5, endColumn: 9 },
        },
      },
    ],
    [
      {
        physicalLocation: {
          artifactLocation: { uri: 'file:///else/where/api.yaml' },
          region: { startLine: 1, startColumn: 1, endColumn: 2 },
        },
      },
    ],
  ]);
});
