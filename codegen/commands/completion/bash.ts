/** Completion for bash 3.2 and later: what is left open is completed as a file's name by bash itself. */
import type { CompletableCommand, CompletableOption, CompletionTable, ValueKind } from './grammar.js';

/** The script to source. */
export function bashCompletion(table: CompletionTable): string {
  const { commands, options } = table;
  return `# Completion of specwire for bash. In ~/.bashrc: source <(specwire completion bash)
_specwire() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} words=
  COMPREPLY=()
  # bash takes \`--format=json\` apart at its \`=\`.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  if (( COMP_CWORD == 1 )); then
    words='${[...commands.map(({ name }) => name), ...namesOf(options)].join(' ')}'
  else
    case "\${COMP_WORDS[1]} $prev" in
${commands.flatMap(valueCases).join('\n')}
      *)
        case "\${COMP_WORDS[1]}:$cur" in
${commands.flatMap(wordCases).join('\n')}
        esac ;;
    esac
  fi
  [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _specwire specwire
`;
}

/** What may follow an option that takes a value. */
function valueCases({ name, options }: CompletableCommand): readonly string[] {
  return options.flatMap(({ names, value }) =>
    value === undefined
      ? []
      : [`      ${names.map((option) => `'${name} ${option}'`).join(' | ')}) words='${wordsOf(value)}' ;;`],
  );
}

/** Options where one was begun, otherwise what stands in the command's places. */
function wordCases({ name, options, places }: CompletableCommand): readonly string[] {
  const words = places.map(wordsOf).filter((text) => text !== '');
  return [
    `          ${name}:-*) words='${namesOf(options).join(' ')}' ;;`,
    ...(words.length > 0 ? [`          ${name}:*) words='${words.join(' ')}' ;;`] : []),
  ];
}

function namesOf(options: readonly CompletableOption[]): readonly string[] {
  return options.flatMap(({ names }) => names);
}

function wordsOf(value: ValueKind): string {
  return value.kind === 'words' ? value.words.join(' ') : '';
}
