/** What can be completed, read off commander's own table: a command that is added is completed without a word here. */
import type { Argument, Command, Option } from 'commander';

/** What a value is: one of some words, a path, or anything. */
export type ValueKind =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'folders' | 'anything' };

/** An option of a command. */
export interface CompletableOption {
  /** `--check`, `-V`. */
  readonly names: readonly string[];
  readonly description: string;
  /** Absent for a switch. */
  readonly value?: ValueKind;
}

/** A command with what can follow it. */
export interface CompletableCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletableOption[];
  /** What stands after the command, one for each place; the last one again and again if `repeats`. */
  readonly places: readonly ValueKind[];
  readonly repeats: boolean;
}

/** All that can be completed. */
export interface CompletionTable {
  readonly commands: readonly CompletableCommand[];
  /** Of the program itself. */
  readonly options: readonly CompletableOption[];
}

/** The table of a program: its commands, and the options that it takes without one. */
export function completionTable(program: Command): CompletionTable {
  return { commands: program.commands.map(commandOf), options: optionsOf(program) };
}

function commandOf(command: Command): CompletableCommand {
  const nested = command.commands;
  const kinds: ValueKind = { kind: 'words', words: nested.map((one) => one.name()) };
  const places = command.registeredArguments.map(placeOf);
  return {
    name: command.name(),
    summary: command.summary() || command.description(),
    options: [command, ...nested].flatMap(optionsOf).filter(firstOfItsName),
    places: nested.length > 0 ? [kinds] : places,
    repeats: command.registeredArguments.at(-1)?.variadic === true,
  };
}

function optionsOf(command: Command): readonly CompletableOption[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => ({
      names: [option.short, option.long].filter((name) => name !== undefined),
      description: option.description,
      ...((option.required || option.optional) && { value: valueKind(option) }),
    }));
}

function firstOfItsName(
  option: CompletableOption,
  index: number,
  all: readonly CompletableOption[],
): boolean {
  return all.findIndex((one) => one.names.join() === option.names.join()) === index;
}

function valueKind({ argChoices, flags }: Option): ValueKind {
  if (argChoices) return { kind: 'words', words: argChoices };
  return kindOfName(/<([^>]+)>/.exec(flags)?.[1] ?? '');
}

function placeOf(argument: Argument): ValueKind {
  if (argument.argChoices) return { kind: 'words', words: argument.argChoices };
  return kindOfName(argument.name());
}

/** The help calls every path by one of these words. */
function kindOfName(name: string): ValueKind {
  if (/^dir$/i.test(name)) return { kind: 'folders' };
  return { kind: /^(file|old|new)$/i.test(name) ? 'files' : 'anything' };
}
