/** How a body of a content type is read and written. */
export type BodyKind = 'json' | 'form' | 'multipart' | 'events' | 'lines' | 'text' | 'binary';

const KINDS: readonly (readonly [RegExp, BodyKind])[] = [
  [/^(application|text)\/([\w.+*-]+\+)?json$/, 'json'],
  [/^application\/x-www-form-urlencoded$/, 'form'],
  [/^multipart\/form-data$/, 'multipart'],
  [/^text\/event-stream$/, 'events'],
  [
    /^application\/(jsonl|jsonlines|x-jsonlines|x-jsonl|ndjson|x-ndjson|json-seq|[\w.-]+\+json-seq)$/,
    'lines',
  ],
  [/^text\/|^application\/([\w.+-]+\+)?(yaml|xml|x-yaml|javascript|graphql)$/, 'text'],
];

const known = new Map<string, BodyKind>();

/** The kind of a content type, whose parameters do not matter; a range, `image/*`, is binary unless it is of text or JSON. */
export function bodyKind(contentType: string): BodyKind {
  const found = known.get(contentType);
  if (found !== undefined) return found;
  const type = mediaType(contentType);
  const kind = KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'binary';
  // What clients send is not kept for ever.
  if (known.size < 256) known.set(contentType, kind);
  return kind;
}

/** The type without its parameters, in lower case. */
export function mediaType(contentType: string): string {
  const [type = ''] = contentType.split(';', 1);
  return type.trim().toLowerCase();
}

/** The parameters of a content type, in lower case: `charset`. */
export function parametersOf(contentType: string): ReadonlyMap<string, string> {
  const found = contentType.matchAll(/;\s*([^\s=;]+)\s*=\s*(?:"([^"]*)"|([^;\s]*))/g);
  return new Map(
    [...found].map(([, name = '', quoted, plain = '']) => [
      name.toLowerCase(),
      (quoted ?? plain).toLowerCase(),
    ]),
  );
}

/** The entry for a content type: the type itself before a range that holds it, of which `application/*+json` is one. */
export function findContent<T>(
  entries: readonly T[],
  typeOf: (entry: T) => string,
  contentType: string,
): T | undefined {
  // Nearly always: as an entry writes it, so that neither has to be read.
  const same = entries.find((entry) => typeOf(entry) === contentType);
  if (same !== undefined) return same;
  const type = mediaType(contentType);
  const [group = ''] = type.split('/');
  const [suffix = ''] = /\+[^+]*$/.exec(type) ?? [];
  const byName = (name: string) =>
    closest(
      entries.filter((entry) => mediaType(typeOf(entry)) === name),
      typeOf,
      contentType,
    );
  return byName(type) ?? byName(`${group}/*${suffix}`) ?? byName(`${group}/*`) ?? byName('*/*');
}

/** Of entries that differ by their parameters, the one with most of those that were sent; the first if none fits. */
function closest<T>(entries: readonly T[], typeOf: (entry: T) => string, contentType: string): T | undefined {
  if (entries.length < 2) return entries[0];
  const sent = parametersOf(contentType);
  const fitting = entries
    .map((entry) => ({ entry, parameters: [...parametersOf(typeOf(entry))] }))
    .filter(({ parameters }) => parameters.every(([name, value]) => sent.get(name) === value))
    .sort((one, other) => other.parameters.length - one.parameters.length);
  return (fitting[0] ?? { entry: entries[0] }).entry;
}
