/** Completion for fish. */
import type { CompletableCommand, CompletableOption, CompletionTable, ValueKind } from './grammar.js';

/** The script to source, or to keep in `~/.config/fish/completions/specwire.fish`. */
export function fishCompletion({ commands, options }: CompletionTable): string {
  const first = '-n __fish_use_subcommand';
  const lines = [
    '# Completion of specwire for fish. In ~/.config/fish/config.fish: specwire completion fish | source',
    'complete -c specwire -f',
    ...options.map((option) => `complete -c specwire ${first} ${optionPart(option)}`),
    ...commands.flatMap((command) => [
      `complete -c specwire ${first} -a ${command.name} -d ${quoted(command.summary)}`,
      ...linesOf(command),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function linesOf({ name, options, places }: CompletableCommand): readonly string[] {
  const after = `complete -c specwire -n '__fish_seen_subcommand_from ${name}'`;
  return [
    ...options.map((option) => `${after} ${optionPart(option)}`),
    ...places.flatMap((place) => (place.kind === 'anything' ? [] : [`${after} ${valuePart(place)}`])),
  ];
}

function optionPart({ names, description, value }: CompletableOption): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const parts = [...flags, ...(value ? ['-r', valuePart(value)] : []), `-d ${quoted(description)}`];
  return parts.filter((part) => part !== '').join(' ');
}

function valuePart(value: ValueKind): string {
  switch (value.kind) {
    case 'words':
      return `-a ${quoted(value.words.join(' '))}`;
    case 'files':
      return '-F';
    case 'folders':
      return "-a '(__fish_complete_directories)'";
    case 'anything':
      return '';
    default:
      return value satisfies never;
  }
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
