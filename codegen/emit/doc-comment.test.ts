import { expect, test } from 'vitest';
import { docComment } from './doc-comment.js';

const LONG =
  'The first line of a description that somebody broke\nwhere their editor stood, and which goes on for so long that it has to be broken again.';

test.each<[string, string, string]>([
  ['nothing', ' \n', ''],
  ['a line', 'Creates a job.', '/** Creates a job. */\n'],
  ['what would close it', 'Matches */* only.', '/** Matches *\\/* only. */\n'],
  [
    'prose, wrapped anew',
    LONG,
    `/**
 * The first line of a description that somebody broke where their editor stood, and which goes on for so long
 * that it has to be broken again.
 */
`,
  ],
  [
    'paragraphs and lists',
    'Bodies are compared:\r\n- same key,\n  same body: the same job;\n- another\n\n\n\n**Bold.** Text.',
    `/**
 * Bodies are compared:
 * - same key, same body: the same job;
 * - another
 *
 * **Bold.** Text.
 */
`,
  ],
  [
    'code and tables',
    '```\nlet  a;\n\n\nb\n```\n| a | b |\n|---|---|',
    `/**
 * \`\`\`
 * let  a;
 *
 *
 * b
 * \`\`\`
 * | a | b |
 * |---|---|
 */
`,
  ],
])('%s', (_, text, comment) => {
  expect(docComment(text)).toBe(comment);
});

test('a word longer than the line stands alone', () => {
  const url = `https://example.com/${'x'.repeat(120)}`;
  expect(docComment(`See ${url} for more.`)).toBe(`/**\n * See\n * ${url}\n * for more.\n */\n`);
});
