/** Completion for zsh, with what each command and option does beside it. */
import type { CompletableCommand, CompletableOption, CompletionTable, ValueKind } from './grammar.js';

/** The script to source, or to keep as `_specwire` in a folder of `$fpath`. */
export function zshCompletion({ commands, options }: CompletionTable): string {
  return `#compdef specwire
# Completion of specwire for zsh. In ~/.zshrc, after compinit: source <(specwire completion zsh)
_specwire() {
  local curcontext=$curcontext state line
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join('\n')}
  )
  _arguments -C \\
${options.map((option) => `    ${optionSpec(option)} \\`).join('\n')}
    '1:command:->command' \\
    '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $line[1] in
${commands.map(commandCase).join('\n')}
      esac ;;
  esac
}
if [[ $funcstack[1] == _specwire ]]; then _specwire "$@"; else compdef _specwire specwire; fi
`;
}

function commandCase({ name, options, places, repeats }: CompletableCommand): string {
  const specs = [
    ...options.map(optionSpec),
    ...places.map((place, index) => {
      const position = repeats && index === places.length - 1 ? '*' : String(index + 1);
      return quoted(`${position}:argument:${action(place)}`);
    }),
  ];
  return `        ${name})\n          _arguments \\\n${specs.map((spec) => `            ${spec}`).join(' \\\n')} ;;`;
}

function optionSpec({ names, description, value }: CompletableOption): string {
  const text = `[${description.replace(/[[\]:\\]/g, '\\$&')}]${value ? `:value:${action(value)}` : ''}`;
  const [only = '', ...more] = names;
  if (more.length === 0) return quoted(`${only}${text}`);
  return `${quoted(`(${names.join(' ')})`)}{${names.join(',')}}${quoted(text)}`;
}

function action(value: ValueKind): string {
  if (value.kind === 'words') return `(${value.words.join(' ')})`;
  return { files: '_files', folders: '_files -/', anything: '' }[value.kind];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
