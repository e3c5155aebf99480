/** Texts of a format, a pattern and a length. */
import type { JsonObject } from '../model/contract.js';
import { samplePattern } from './sample-pattern.js';

/** One for each format of JSON Schema and OpenAPI that says how a text looks. */
const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2024-01-02T03:04:05Z',
  date: '2024-01-02',
  time: '03:04:05Z',
  duration: 'P1D',
  email: 'someone@example.com',
  'idn-email': 'someone@example.com',
  hostname: 'example.com',
  'idn-hostname': 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  'uri-reference': '/example',
  iri: 'https://example.com/',
  'iri-reference': '/example',
  'uri-template': '/example/{id}',
  uuid: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  'json-pointer': '/example',
  'relative-json-pointer': '0',
  regex: '^a$',
  byte: 'ZXhhbXBsZQ==',
  password: 'password',
  'unix-time': '0',
};

/** A text that the schema takes, if one can be found. */
export function sampleText(schema: JsonObject): string {
  const { format, pattern } = schema;
  const minLength = numberOf(schema.minLength) ?? 0;
  const maxLength = numberOf(schema.maxLength) ?? Number.POSITIVE_INFINITY;
  const formatted =
    typeof format === 'string' && Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (typeof pattern === 'string') {
    // A UUID may be asked for in capitals.
    const fitting = [formatted, formatted?.toUpperCase()].find((one) => one && matches(pattern, one));
    if (fitting !== undefined) return fitting;
    const text = ['text', 'example'].find(
      (one) => matches(pattern, one) && one.length >= minLength && one.length <= maxLength,
    );
    return text ?? samplePattern(pattern, minLength) ?? 'text';
  }
  if (formatted !== undefined && formatted.length <= maxLength) return formatted.padEnd(minLength, 'a');
  return 'text'.padEnd(minLength, 'a').slice(0, maxLength);
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return false;
  }
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** A number between the limits of a schema, a multiple where it asks for one. */
export function sampleNumber(schema: JsonObject, isInteger: boolean): number {
  const step = numberOf(schema.multipleOf) ?? (isInteger ? 1 : undefined);
  const above = numberOf(schema.exclusiveMinimum);
  const below = numberOf(schema.exclusiveMaximum);
  const smallest = step ?? 0.5;
  const least = Math.max(
    numberOf(schema.minimum) ?? -Infinity,
    above === undefined ? -Infinity : above + smallest / 2,
  );
  const most = Math.min(
    numberOf(schema.maximum) ?? Infinity,
    below === undefined ? Infinity : below - smallest / 2,
  );
  const wanted = Math.min(Math.max(1, least), most);
  if (step === undefined) return wanted;
  const up = Math.ceil(wanted / step) * step;
  return up <= most ? up : Math.floor(most / step) * step;
}
