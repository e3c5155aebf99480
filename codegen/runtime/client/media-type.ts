/** The type without its parameters, in lower case. */
export function mediaType(contentType: string): string {
  const [type = ''] = contentType.split(';', 1);
  return type.trim().toLowerCase();
}

/** JSON as such, or a format on top of it. */
export function isJsonType(contentType: string): boolean {
  return /^(application|text)\/([\w.+-]+\+)?json$/.test(mediaType(contentType));
}

/** A form in the shape of a query. */
export function isFormType(contentType: string): boolean {
  return mediaType(contentType) === 'application/x-www-form-urlencoded';
}

/** Text that is not JSON. */
export function isTextType(contentType: string): boolean {
  const pattern = /^(text\/|application\/([\w.+-]+\+)?(yaml|xml|x-yaml|javascript|graphql)$)/;
  return pattern.test(mediaType(contentType)) && !isJsonType(contentType);
}

/** One JSON text a line, or a record. */
export function isLinesType(contentType: string): boolean {
  return /^application\/(jsonl|x-jsonl|jsonlines|x-jsonlines|ndjson|x-ndjson|json-seq|[\w.-]+\+json-seq)$/.test(
    mediaType(contentType),
  );
}

/** Whether a documented content type, which may be a range (`image/*`, `application/*+json`), is what came. */
export function matches(documented: string, actual: string): boolean {
  const [wanted, given] = [mediaType(documented), mediaType(actual)];
  if (wanted === given || wanted === '*/*') return true;
  const [start = '', end] = wanted.split('*', 2);
  return end !== undefined && given.startsWith(start) && given.endsWith(end);
}

/** The parameters of a content type, in lower case: `charset`. */
function parametersOf(contentType: string): ReadonlyMap<string, string> {
  const found = contentType.matchAll(/;\s*([^\s=;]+)\s*=\s*(?:"([^"]*)"|([^;\s]*))/g);
  return new Map(
    [...found].map(([, name = '', quoted, plain = '']) => [
      name.toLowerCase(),
      (quoted ?? plain).toLowerCase(),
    ]),
  );
}

/** Of documented content types that differ by their parameters, the one with most of those that came; the first if none fits. */
export function closest(documented: readonly string[], actual: string): string | undefined {
  if (documented.length < 2) return documented[0];
  const given = parametersOf(actual);
  const [fitting] = documented
    .map((type) => ({ type, parameters: [...parametersOf(type)] }))
    .filter(({ parameters }) => parameters.every(([name, value]) => given.get(name) === value))
    .sort((one, other) => other.parameters.length - one.parameters.length);
  return fitting?.type ?? documented[0];
}

/** What comes piece by piece, perhaps for ever. */
export function isStreamType(contentType: string): boolean {
  return mediaType(contentType) === 'text/event-stream' || isLinesType(contentType);
}
