/** Doc comments from descriptions, which are Markdown. */
import { WIDTH } from './typescript-text.js';

/** A doc comment at an indent; empty text gives nothing. Prose is wrapped anew, and `*` + `/` cannot close it. */
export function docComment(text: string, indent = ''): string {
  const safe = text.trim().replaceAll('*/', '*\\/');
  if (safe === '') return '';
  const lines = wrapMarkdown(safe, WIDTH - indent.length - 3);
  const [only = ''] = lines;
  if (lines.length === 1 && only.length + indent.length + 7 <= WIDTH) return `${indent}/** ${only} */\n`;
  const body = lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('');
  return `${indent}/**\n${body}${indent} */\n`;
}

/** A list item, which goes on in the lines indented below it. */
const ITEM = /^(\s*(?:[-*+]|\d+[.)])\s+)(.*)$/;
/** Tables, quotes, headings, tags and indented code keep their lines. */
const VERBATIM = /^(\s{4,}|\s*[|>#@])/;
const FENCE = /^\s*(```|~~~)/;

/** What is filled up to the width: `first` stands before its first line, `rest` before the others. */
interface Block {
  readonly first: string;
  readonly rest: string;
  text: string;
}

/** Markdown with its paragraphs and list items wrapped; no two empty lines follow each other. */
function wrapMarkdown(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let block: Block | undefined;
  let isCode = false;
  const end = (): void => {
    if (block !== undefined) lines.push(...fill(block, width));
    block = undefined;
  };
  for (const line of text.split(/\r\n|\n|\r/).map((one) => one.trimEnd())) {
    const item = ITEM.exec(line);
    const isFence = FENCE.test(line);
    if (isCode || isFence || (line !== '' && VERBATIM.test(line) && !item && block === undefined)) {
      end();
      lines.push(line);
      if (isFence) isCode = !isCode;
    } else if (line === '') {
      end();
      if (lines.at(-1) !== '') lines.push('');
    } else if (item) {
      end();
      const [, marker = '', rest = ''] = item;
      block = { first: marker, rest: ' '.repeat(marker.length), text: rest };
    } else if (block === undefined) {
      block = { first: '', rest: '', text: line.trim() };
    } else {
      block.text += ` ${line.trim()}`;
    }
  }
  end();
  return lines;
}

function fill({ first, rest, text }: Block, width: number): readonly string[] {
  const lines: string[] = [];
  let current = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && current.length + word.length + 1 > width) {
      lines.push(current);
      current = rest;
      isEmpty = true;
    }
    current += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, current];
}
