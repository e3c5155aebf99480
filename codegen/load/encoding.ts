/** The bytes of spec files as text: UTF-8, and no other encoding. */

/** A byte that is not UTF-8 stands in the text as a lone surrogate, which no UTF-8 can give: U+DC80 to U+DCFF. */
const STRAY = /[\udc80-\udcff]/u;
const STRAY_BASE = 0xdc00;

/** Text that is not UTF-8, by its offset. */
export interface EncodingMistake {
  readonly message: string;
  readonly hint: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Decodes a file; a mark of the byte order is left out. The first byte that is not UTF-8 is kept for `encodingMistake`,
 * what follows it is only good for being shown.
 */
export function decodeText(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const good = decodeGoodPart(bytes);
    const rest = bytes.subarray(Buffer.byteLength(good));
    const encoding = good === '' ? utf16Of(rest) : undefined;
    const shown =
      encoding === undefined ? rest.subarray(1).toString() : new TextDecoder(encoding).decode(rest);
    return `${good}${String.fromCharCode(STRAY_BASE + (rest[0] ?? 0))}${shown}`;
  }
}

/** The text up to the first byte that does not belong to any. */
function decodeGoodPart(bytes: Buffer): string {
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (decodeStart(bytes, middle) === undefined) bad = middle;
    else good = middle;
  }
  return decodeStart(bytes, good) ?? '';
}

/** The text of the first bytes, without a character that is not complete; undefined if one of them is no text. */
function decodeStart(bytes: Buffer, length: number): string | undefined {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return decoder.decode(bytes.subarray(0, length), { stream: true });
  } catch {
    return undefined;
  }
}

/** The encoding that the mark at the beginning of a file names. */
function utf16Of([first, second]: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** Where a decoded text was no UTF-8. */
export function encodingMistake(text: string): EncodingMistake | undefined {
  const hint = 'Save the file as UTF-8.';
  // As far as bytes go, UTF-16 without a mark is UTF-8 of which every other character is U+0000.
  if (text.includes('\0')) {
    const start = text.indexOf('\0');
    return { message: 'there is a zero byte here, as in UTF-16', hint, start, end: start + 1 };
  }
  const start = text.search(STRAY);
  if (start === -1) return undefined;
  const byte = text.charCodeAt(start) - STRAY_BASE;
  const isUtf16 = start === 0 && (byte === 0xff || byte === 0xfe);
  const name = byte.toString(16).toUpperCase();
  const message = isUtf16 ? 'the file is UTF-16, not UTF-8' : `the byte ${name} is not UTF-8`;
  return { message, hint, start, end: start + 1 };
}
