/**
 * What a client accepts (RFC 9110 section 12.5.1), in the little that we need: whether it takes a media type, and which
 * of a few it likes best.
 */

interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
}

function parseQuality(parameters: readonly string[]): number {
  for (const parameter of parameters) {
    const [name, value] = parameter.split('=', 2);
    if (name?.trim().toLowerCase() === 'q') {
      const quality = Number(value?.trim());
      return Number.isFinite(quality) ? quality : 1;
    }
  }
  return 1;
}

function parseRange(text: string): MediaRange | undefined {
  const [range = '', ...parameters] = text.split(';');
  const [type = '', subtype = ''] = range.trim().toLowerCase().split('/', 2);
  if (type === '' || subtype === '') return undefined;
  return { type, subtype, quality: parseQuality(parameters) };
}

/** How exactly a range names the media type: 3 the type itself, 2 `text/*`, 1 any, 0 not at all. */
function specificity(range: MediaRange, type: string, subtype: string): number {
  if (range.type === type && range.subtype === subtype) return 3;
  if (range.type === type && range.subtype === '*') return 2;
  return range.type === '*' && range.subtype === '*' ? 1 : 0;
}

function qualityOf(ranges: readonly MediaRange[], mediaType: string): number {
  const [type = '', subtype = ''] = mediaType.split('/', 2);
  let best = 0;
  let quality = 0;
  for (const range of ranges) {
    const exactness = specificity(range, type, subtype);
    if (exactness > best) {
      best = exactness;
      quality = range.quality;
    }
  }
  return quality;
}

/** The media type that the client likes best, the first one offered when it does not say; undefined when it takes none. */
export function negotiate(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = accept
    .split(',')
    .map(parseRange)
    .filter((range) => range !== undefined);
  let chosen: string | undefined;
  let highest = 0;
  for (const mediaType of offered) {
    const quality = qualityOf(ranges, mediaType);
    if (quality > highest) {
      highest = quality;
      chosen = mediaType;
    }
  }
  return chosen;
}
