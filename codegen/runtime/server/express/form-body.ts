import { bodyKind } from './content-type.js';
import { readDeepObject } from './deep-object.js';
import { malformed, pointerStep } from './http-problem.js';
import type { RouteContent, TextForm } from './route.js';
import { isPartOf, pairsValue, readPairs } from './written-pairs.js';
import { bareObject, decodeAt, decodeForm } from './written-value.js';

/** The fields of a form: texts, lists and objects of texts, until a validator has given them their types. */
export type FormFields = Record<string, unknown>;

/** Reads `application/x-www-form-urlencoded`. */
export function readForm(text: string, { fields = {} }: RouteContent, place = '/body'): FormFields {
  const pairs = readPairs(place, text, '&', decodeForm);
  const special = Object.entries(fields).map(([name, form]) => ({ ...form, name }));
  const value = bareObject<unknown>();
  for (const form of special) {
    const read = pairsValue(place, pairs, form, special, decodeForm);
    if (read !== undefined) value[form.name] = read;
  }
  for (const [name, values] of collect(pairs)) {
    if (special.some((form) => isPartOf(name, form))) continue;
    const pointer = `${place}${pointerStep(name)}`;
    const texts = values.map((one) => decodeAt(pointer, decodeForm, one));
    value[name] = texts.length === 1 ? texts[0] : texts;
  }
  return value;
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
  { files = {}, fields = {} }: RouteContent,
): Promise<FormFields> {
  const value = bareObject<unknown>();
  const all = await parseMultipart(bytes, contentType);
  const deep = Object.entries(fields).filter(([, { style }]) => style === 'deepObject');
  for (const [name, form] of deep) {
    const pairs = all.flatMap(([key, part]) =>
      key.startsWith(`${name}[`) && typeof part === 'string' ? [[key, part] as const] : [],
    );
    if (pairs.length > 0)
      value[name] = readDeepObject(
        `/body${pointerStep(name)}`,
        pairs,
        name,
        form.shape ?? 'value',
        form.fields,
      );
  }
  for (const [name, parts] of collect(all)) {
    if (deep.some(([key]) => name.startsWith(`${key}[`))) continue;
    const file = Object.hasOwn(files, name) ? files[name] : undefined;
    const form = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const values = await Promise.all(
      parts.map((part) => (file === undefined ? fieldValue(name, part, form) : asFile(part))),
    );
    const isList = values.length > 1 || (file ?? form?.shape) === 'array';
    value[name] = isList ? values : values[0];
  }
  return value;
}

async function parseMultipart(
  bytes: Buffer,
  contentType: string,
): Promise<readonly [string, File | string][]> {
  try {
    const form = await new Response(new Uint8Array(bytes), {
      headers: { 'content-type': contentType },
    }).formData();
    return [...form.entries()] as [string, File | string][];
  } catch {
    throw malformed('/body', 'is not multipart/form-data', 'encoding');
  }
}

/** A field that is a file may come without a file's name. */
function asFile(part: File | string): File {
  return typeof part === 'string' ? new File([part], '') : part;
}

/** What is no file in the contract may still come like one, if it is JSON. */
async function fieldValue(name: string, part: File | string, form: TextForm | undefined): Promise<unknown> {
  const isNested = form?.style === 'deepObject' && form.shape === 'object';
  const isJson =
    form?.json === true || isNested || (typeof part !== 'string' && bodyKind(part.type) === 'json');
  if (!isJson) return typeof part === 'string' ? part : part.text();
  try {
    return JSON.parse(typeof part === 'string' ? part : await part.text());
  } catch {
    throw malformed(`/body${pointerStep(name)}`, 'is not JSON', 'json');
  }
}
