/** How the body of a content type is read and written: as `content-type.ts` of the runtime has it, which a test compares. */

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

/** The kind of a content type. */
export function bodyKind(contentType: string): BodyKind {
  const [type = ''] = contentType.split(';', 1);
  const bare = type.trim().toLowerCase();
  return KINDS.find(([pattern]) => pattern.test(bare))?.[1] ?? 'binary';
}

/** The type of a content type in code: a literal, or a template for a range. */
export function contentTypeType(contentType: string, quote: (text: string) => string): string {
  if (!contentType.includes('*')) return quote(contentType);
  const text = '$' + '{string}';
  const [group = '*', rest = '*'] = contentType.split('/', 2);
  return `\`${group === '*' ? text : group}/${rest.replaceAll('*', text)}\``;
}
