/** Redocly's rules for OpenAPI and AsyncAPI documents, with what they find as diagnostics like all others. */
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import {
  BaseResolver,
  type Config,
  createConfig,
  getLineColLocation,
  isAbsoluteUrl,
  lint,
  loadConfig,
  loadIgnoreConfig,
  type NormalizedProblem,
  ResolveError,
  Source,
} from '@redocly/openapi-core';
import type { Diagnostic } from '../diagnostics.js';
import { asObject, own, valueAt } from '../load/json.js';
import type { SpecTexts } from '../load/spec-files.js';
import type { JsonValue } from '../model/contract.js';
import { builtInRules } from './ruleset.js';

/** What is to be held against the rules. */
export interface LintedDocuments {
  /** The folder that all paths are relative to; its `redocly.yaml` and `.redocly.lint-ignore.yaml` are heeded. */
  readonly root: string;
  readonly paths: readonly string[];
  /** What was read already: nothing else is. */
  readonly texts: SpecTexts;
  /** The documents are of a project that the compiler checks as well. */
  readonly isProject: boolean;
}

const CONFIG_FILE = 'redocly.yaml';

/** Holds documents against the project's rules, or the built-in ones. */
export async function lintWithRedocly(documents: LintedDocuments): Promise<readonly Diagnostic[]> {
  const { root, paths } = documents;
  const resolver = new TextResolver(root, documents.texts);
  const config = await configOf(documents, resolver);
  const diagnostics: Diagnostic[] = [];
  // One after the other: they share the files that they read.
  for (const path of paths) {
    const problems = await problemsOf(isAbsoluteUrl(path) ? path : join(root, path), config, resolver);
    if (problems instanceof Error) {
      diagnostics.push(unreadable(path, problems));
      continue;
    }
    const meant = await Promise.all(problems.map((problem) => isMeant(problem, resolver)));
    diagnostics.push(
      ...problems.filter((_, index) => meant[index]).map((problem) => diagnosticOf(root, problem)),
    );
  }
  return diagnostics;
}

async function configOf({ root, isProject }: LintedDocuments, resolver: BaseResolver): Promise<Config> {
  const configPath = join(root, CONFIG_FILE);
  if (existsSync(configPath)) return loadConfig({ configPath, externalRefResolver: resolver });
  const ignore = await loadIgnoreConfig(configPath, resolver);
  return createConfig(builtInRules(isProject), { ignore, externalRefResolver: resolver });
}

/** Gives what was read already: which files may be read is decided where they are read. */
class TextResolver extends BaseResolver {
  readonly #texts: SpecTexts;
  readonly #root: string;

  constructor(root: string, texts: SpecTexts) {
    super();
    this.#root = root;
    this.#texts = texts;
  }

  override async loadExternalRef(absoluteRef: string): Promise<Source> {
    const text = this.#texts.get(pathFrom(this.#root, absoluteRef)) ?? this.#texts.get(absoluteRef);
    if (text !== undefined) return new Source(absoluteRef, text);
    // The project's own settings, and what they extend.
    if (/\.redocly\.lint-ignore\.yaml$|redocly[^/]*\.yaml$/.test(absoluteRef)) {
      return super.loadExternalRef(absoluteRef);
    }
    throw new ResolveError(new Error(`there is no file ${pathFrom(this.#root, absoluteRef)}`));
  }
}

function pathFrom(root: string, path: string): string {
  return isAbsoluteUrl(path) ? path : relative(resolve(root), path).replaceAll('\\', '/');
}

/** It throws over documents whose mistakes it has no rule for, such as references that lead back to themselves. */
async function problemsOf(
  ref: string,
  config: Config,
  externalRefResolver: BaseResolver,
): Promise<readonly NormalizedProblem[] | Error> {
  try {
    return await lint({ ref, config, externalRefResolver });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function unreadable(file: string, { message }: Error): Diagnostic {
  const text = `Redocly cannot read this document: ${sentencePart(message)}`;
  return { code: 'redocly', severity: 'error', message: text, file, line: 1, column: 1, length: 1 };
}

/** As our own messages are: no full stop, and no capital letter unless it is a name's. */
function sentencePart(message: string): string {
  const text = message.trim().replace(/\.$/, '');
  return text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

/** Whether a problem is one: what a person has put on the ignore list is not, nor is what the rule gets wrong. */
async function isMeant(
  { ignored, ruleId, message, location: [place] }: NormalizedProblem,
  resolver: BaseResolver,
): Promise<boolean> {
  if (ignored === true) return false;
  if (place?.pointer === undefined) return true;
  // `null` is the address of a channel whose address is not known (AsyncAPI 3.0.0, Channel Object).
  if (ruleId === 'struct' && isNullAddress(place.pointer, message)) return false;
  if (ruleId !== 'operation-2xx-response') return true;
  // Where a protocol is switched, as to a WebSocket, 101 is the success (RFC 9110, section 15.2.2).
  const document = await resolver.resolveDocument<JsonValue>(null, place.source.absoluteRef);
  const responses = document instanceof Error ? undefined : valueAt(document.parsed, place.pointer.slice(1));
  return own(asObject(responses), '101') === undefined;
}

function isNullAddress(pointer: string, message: string): boolean {
  return /^#\/channels\/[^/]+\/address$/.test(pointer) && message.includes('but got `null`');
}

function diagnosticOf(
  root: string,
  { ruleId, severity, message, suggest, location }: NormalizedProblem,
): Diagnostic {
  const [first] = location;
  if (!first) throw new Error(`A problem without a place: ${message}`);
  const { source, start, end } = getLineColLocation(first);
  const line = source.getLines()[start.line - 1] ?? '';
  const endColumn = end?.line === start.line ? end.col : line.trimEnd().length + 1;
  const [suggestion] = suggest;
  return {
    code: 'redocly',
    rule: ruleId,
    severity: severity === 'error' ? 'error' : 'warning',
    message: message
      .trim()
      .replace(/\.$/, '')
      .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase()),
    file: pathFrom(root, source.absoluteRef),
    line: start.line,
    column: start.col,
    length: Math.max(1, endColumn - start.col),
    ...(suggestion !== undefined && { hint: `Did you mean \`${suggestion}\`?` }),
  };
}
