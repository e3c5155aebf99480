/** Reads YAML (or JSON, a subset of it) as JSON values; whatever has no form in JSON, or none in bounds, is a mistake. */
import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { JsonValue } from '../model/contract.js';
import { encodingMistake } from './encoding.js';

/** Something that cannot be read, by its offsets in the text. */
export interface YamlMistake {
  readonly code: 'bad-yaml' | 'duplicate-key';
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
}

/** A text as read. The value is null if there are mistakes. */
export interface YamlText {
  readonly document: Document.Parsed<ParsedNode>;
  readonly lines: LineCounter;
  readonly value: JsonValue;
  readonly mistakes: readonly YamlMistake[];
}

/** Far beyond any honest document, and far below where recursion or memory ends. */
export const MAX_DEPTH = 200;
const MAX_ALIASED_NODES = 100_000;

/** Parses a text. */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    logLevel: 'error',
  });
  const found = findMistakes(text, document);
  // Aliases are bounded by now.
  const value = found.length === 0 ? (document.toJS({ maxAliasCount: -1 }) as JsonValue) : null;
  return { document, lines, value, mistakes: found };
}

function findMistakes(text: string, document: Document.Parsed<ParsedNode>): readonly YamlMistake[] {
  const encoding = encodingMistake(text);
  if (encoding) return [{ code: 'bad-yaml', ...encoding }];
  const mistakes = [...document.errors, ...document.warnings].map((error) => explain(error, text, document));
  // A syntax error mostly brings others with it; the first one is the mistake.
  const syntax = mistakes.find(({ code }) => code === 'bad-yaml');
  if (syntax) return [syntax];
  return mistakes.length > 0 ? mistakes : checkNodes(document);
}

function explain(error: YAMLError, text: string, document: Document.Parsed<ParsedNode>): YamlMistake {
  const [start, end] = error.pos;
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s:]+)/.exec(text.slice(start))?.[0] ?? '';
    const message = `\`${key}\` stands twice in this mapping`;
    return { code: 'duplicate-key', message, hint: 'Remove one of the two.', start, end: start + key.length };
  }
  const slip = colonSlip(error, text);
  if (slip) return { code: 'bad-yaml', ...slip };
  const quote = error.code === 'MISSING_CHAR' ? openQuote(document, start) : undefined;
  if (quote === undefined) return { code: 'bad-yaml', ...explainSyntax(error), start, end };
  const message = `this ${text[quote]} is never closed`;
  return { code: 'bad-yaml', message, start: quote, end: quote + 1 };
}

/** The commonest slips: a colon, or the blank after it, is missing, or both stand in a text without quotes. */
function colonSlip({ code, message, pos }: YAMLError, text: string): Omit<YamlMistake, 'code'> | undefined {
  const [start] = pos;
  const [line = ''] = text.slice(start).split(/\r?\n/, 1);
  const end = start + line.trimEnd().length;
  if (/Nested mappings are not allowed/.test(message) && /:\s/.test(line)) {
    return { message: 'there is a `: ` in this text', hint: 'Put the text in quotes.', start, end };
  }
  const isKey = code === 'MULTILINE_IMPLICIT_KEY' || /Implicit map keys need to be followed/.test(message);
  // A key in quotes, or one that begins with a sign, is none that something was only left out of.
  const [, key, value] = /^([\w$.-]+)(?:$|(?:\s+|:)(\S.*)$)/.exec(line.trimEnd()) ?? [];
  if (!isKey || key === undefined) return undefined;
  const hint = `Write \`${key}: ${value ?? '…'}\`.`;
  return { message: `there is no \`: \` after the key \`${key}\``, hint, start, end };
}

/** Where the quoted text begins that runs to the end of what was read. */
function openQuote(document: Document.Parsed<ParsedNode>, end: number): number | undefined {
  let start: number | undefined;
  visit(document, {
    Scalar(_, { type, range }) {
      if (type?.startsWith('QUOTE_') && range && range[0] < end && range[1] >= end) start = range[0];
    },
  });
  return start;
}

function explainSyntax({ code, message }: YAMLError): { readonly message: string; readonly hint?: string } {
  if (message.includes('call stack')) return { message: tooDeep };
  const bracket = /must be sufficiently indented and end with a (.)/.exec(message)?.[1];
  if (bracket !== undefined)
    return { message: `there is no \`${bracket}\` before this line, where one must close` };
  switch (code) {
    case 'MULTIPLE_DOCS':
      return { message: 'a second document starts here', hint: 'Put it into a file of its own.' };
    case 'TAB_AS_INDENT':
      return { message: 'tabs cannot indent in YAML', hint: 'Use spaces.' };
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BAD_INDENT':
      return {
        message: 'this line does not fit into what is around it',
        hint: 'Check how far it is indented.',
      };
    case 'TAG_RESOLVE_FAILED':
      return {
        message: message.replace(/^Unresolved tag: /, 'unknown tag: ').replace(/[.]$/, ''),
        hint: 'Leave the tag out.',
      };
    default: {
      const text = message.replace(/\s+/g, ' ').replace(/[.:]?\s*$/, '');
      return { message: `${text.charAt(0).toLowerCase()}${text.slice(1)}` };
    }
  }
}

/** What is said of a text that is nested too deep. */
export const tooDeep = `nested more than ${MAX_DEPTH} levels deep`;

/** Finds what parses but cannot become a JSON value. */
function checkNodes(document: Document.Parsed<ParsedNode>): readonly YamlMistake[] {
  const sizes = new Map<Node, number>();
  const open = new Set<Node>();
  let mistake: YamlMistake | undefined;
  const fail = (node: Node, message: string, hint?: string): number => {
    const [start, end] = node.range ?? [0, 0];
    mistake ??= { code: 'bad-yaml', message, ...(hint !== undefined && { hint }), start, end };
    return 0;
  };
  /** How many values a node stands for, aliases followed. */
  const measure = (node: Node | null, depth: number): number => {
    if (node === null || mistake) return 0;
    if (depth > MAX_DEPTH) return fail(node, tooDeep);
    if (isAlias(node)) {
      const target = node.resolve(document);
      if (!target) return fail(node, `there is no anchor \`&${node.source}\` before this`);
      if (open.has(target))
        return fail(node, `\`*${node.source}\` stands for something that it is a part of`);
      const size = sizes.get(target) ?? measure(target, depth);
      if (size > MAX_ALIASED_NODES)
        return fail(node, `\`*${node.source}\` stands for more than ${MAX_ALIASED_NODES} values`);
      return size;
    }
    if (isScalar(node))
      return isJsonScalar(node.value) ? 1 : fail(node, 'this value has no form in JSON', 'Put it in quotes.');
    if (!isMap(node) && !isSeq(node)) return 0;
    open.add(node);
    let size = 1;
    for (const item of node.items)
      size += measure(isPair(item) ? (item.value as Node | null) : (item as Node), depth + 1);
    open.delete(node);
    sizes.set(node, size);
    return size;
  };
  measure(document.contents, 0);
  return mistake ? [mistake] : [];
}

function isJsonScalar(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}
