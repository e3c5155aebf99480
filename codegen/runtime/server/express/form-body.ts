import type { SchemaError, Validator } from '../../contract/validation.js';
import { bodyKind } from './content-type.js';
import { malformed, pointerStep } from './http-problem.js';
import { pairsValue, readPairs } from './request-parameters.js';
import type { RouteContent } from './route.js';
import { bareObject, decodeAt, decodeForm } from './written-value.js';

/** The fields of a form. */
export interface FormFields {
  readonly value: Record<string, unknown>;
}

/** Reads `application/x-www-form-urlencoded`. Its values are texts: see `settleTypes`. */
export function readForm(text: string, { fields = {} }: RouteContent): FormFields {
  const pairs = readPairs('/body', text, '&', decodeForm);
  const special = Object.entries(fields).map(([name, form]) => ({ ...form, name }));
  const value = bareObject<unknown>();
  for (const form of special) {
    const read = pairsValue('/body', pairs, form, special, decodeForm);
    if (read !== undefined) value[form.name] = read;
  }
  for (const [name, values] of collect(pairs)) {
    if (special.some((form) => isPartOf(name, form.name))) continue;
    const pointer = `/body${pointerStep(name)}`;
    const texts = values.map((one) => decodeAt(pointer, decodeForm, one));
    value[name] = texts.length === 1 ? texts[0] : texts;
  }
  return { value };
}

function isPartOf(key: string, name: string): boolean {
  return key === name || key.startsWith(`${name}[`);
}

function collect<T>(pairs: Iterable<readonly [string, T]>): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const [name, value] of pairs) {
    const values = found.get(name) ?? [];
    found.set(name, values);
    values.push(value);
  }
  return found;
}

/** Reads `multipart/form-data` (RFC 7578): files as `File`, other fields as text or, where they say so, JSON. */
export async function readMultipart(
  bytes: Buffer,
  contentType: string,
  content: RouteContent,
): Promise<FormFields> {
  const value = bareObject<unknown>();
  for (const [name, parts] of collect(await parseMultipart(bytes, contentType))) {
    const isFile = content.files?.includes(name) === true;
    const values = await Promise.all(parts.map((part) => partValue(name, part, isFile)));
    value[name] = values.length === 1 ? values[0] : values;
  }
  return { value };
}

async function parseMultipart(
  bytes: Buffer,
  contentType: string,
): Promise<readonly [string, File | string][]> {
  try {
    const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
    return [...form.entries()] as [string, File | string][];
  } catch {
    throw malformed('/body', 'is not multipart/form-data', 'encoding');
  }
}

/** A part that has a file's name is a file, unless it is a JSON document of a field that is none. */
async function partValue(name: string, part: File | string, isFile: boolean): Promise<unknown> {
  // A field that is a file may come without a file's name.
  if (typeof part === 'string') return isFile ? new File([part], '') : part;
  if (isFile || bodyKind(part.type) !== 'json') return part;
  try {
    return JSON.parse(await part.text());
  } catch {
    throw malformed(`/body${pointerStep(name)}`, 'is not JSON', 'json');
  }
}

/**
 * A form says everything in text. What its schema wants instead is read from the validator's complaints, which are met one
 * after another as long as that helps; the form is changed in place. Files are shown to the validator as empty texts.
 */
export function settleTypes(form: FormFields, isValid: Validator<unknown>): void {
  for (let round = 0; round < MAX_ROUNDS && !isValid(withoutFiles(form.value)); round++) {
    const settled = new Set<string>();
    // Where a value may be one thing or a list of them, it is the one thing.
    for (const error of [...(isValid.errors ?? [])].sort(
      (a, b) => Number(wantsList(a)) - Number(wantsList(b)),
    )) {
      if (!settled.has(error.instancePath) && settle(form.value, error)) settled.add(error.instancePath);
    }
    if (settled.size === 0) return;
  }
}

function wantsList({ keyword, params }: SchemaError): boolean {
  return keyword === 'type' && params.type === 'array';
}

/** As deep as a form's values are nested at most. */
const MAX_ROUNDS = 16;

/** The form as a schema can check it. */
export function withoutFiles(value: unknown): unknown {
  if (value instanceof Blob) return '';
  if (Array.isArray(value)) return value.map(withoutFiles);
  if (typeof value !== 'object' || value === null) return value;
  return bareObject(Object.entries(value).map(([name, field]) => [name, withoutFiles(field)] as const));
}

/** Whether the complaint could be met. */
function settle(form: Record<string, unknown>, { instancePath, keyword, params }: SchemaError): boolean {
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.pop();
  if (last === undefined) return false;
  const parent = steps.reduce<unknown>(
    (at, step) => (at as Record<string, unknown> | undefined)?.[step],
    form,
  );
  if (typeof parent !== 'object' || parent === null) return false;
  const target = parent as Record<string, unknown>;
  const value = settledValue(target[last], keyword, params);
  if (value === undefined) return false;
  target[last] = value;
  return true;
}

function settledValue(value: unknown, keyword: string, params: SchemaError['params']): unknown {
  if (keyword === 'type') {
    const types = [params.type].flat();
    for (const type of types) {
      const typed = asType(value, type);
      if (typed !== undefined) return typed;
    }
    return undefined;
  }
  if (typeof value !== 'string') return undefined;
  const allowed =
    keyword === 'enum' ? params.allowedValues : keyword === 'const' ? [params.allowedValue] : [];
  return (allowed as readonly unknown[]).find((one) => typeof one !== 'object' && String(one) === value);
}

/** The value that a text stands for; undefined if it stands for none of that type. */
function asType(value: unknown, type: unknown): unknown {
  if (type === 'array' && !Array.isArray(value) && !isJsonText(value, '[')) return [value];
  if (typeof value !== 'string') return undefined;
  switch (type) {
    case 'integer':
    case 'number':
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? Number(value) : undefined;
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : undefined;
    case 'null':
      return value === '' ? null : undefined;
    case 'object':
    case 'array':
      return parsed(value, type === 'object' ? '{' : '[');
    default:
      return undefined;
  }
}

function isJsonText(value: unknown, open: string): boolean {
  return typeof value === 'string' && parsed(value, open) !== undefined;
}

function parsed(text: string, open: string): unknown {
  if (!text.trimStart().startsWith(open)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
