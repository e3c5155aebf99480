/** What `chat.session` promises: in what counts, each message is answered once, in order. */
import type { LoggedEvent, StoredJob } from './stored-job.js';

/** What is wrong with the turns of a conversation; `kept`: its own events without those that a retry took back. */
export function checkTurns(job: StoredJob, kept: readonly LoggedEvent[]): string[] {
  const of = (type: string) => kept.filter(({ body }) => body.type === type).map(({ body }) => body.data);
  const messages = idsOfType(job, 'message');
  const started = of('turn.started');
  const completed = of('turn.completed');
  const found: string[] = [];
  const answered = completed.map(({ input_id }) => input_id);
  if (!isBeginning(answered, messages))
    found.push(`answers ${answered.join(', ')} where ${messages.join(', ')} was said`);
  const begun = started.map(({ input_id }) => input_id);
  // Whoever is cancelled, or dies for good, leaves one turn unanswered.
  if (!isBeginning(begun, messages) || begun.length - answered.length > (job.status === 'succeeded' ? 0 : 1))
    found.push(`begins answers to ${begun.join(', ')}, and ends those to ${answered.join(', ')}`);
  for (const turns of [started, completed])
    if (turns.some(({ turn }, index) => turn !== index + 1))
      found.push(`counts turns as ${turns.map(({ turn }) => turn).join(', ')}`);
  const isInterrupted = completed.some(({ finish_reason }) => finish_reason === 'interrupted');
  if (isInterrupted && idsOfType(job, 'interrupt').length === 0) found.push('nobody interrupted it');
  return [...found, ...checkTokens(of('turn.token'), completed), ...checkResult(job, answered, messages)];
}

type EventData = Readonly<Record<string, unknown>>;

/** The pieces of each answer are the answer. */
function checkTokens(tokens: readonly EventData[], completed: readonly EventData[]): string[] {
  return completed.flatMap(({ turn, text }) => {
    const own = tokens.filter((token) => token.turn === turn);
    const isWhole = own.every(({ index }, at) => index === at);
    if (isWhole && own.map((token) => token.text).join('') === text) return [];
    return [`the tokens of turn ${turn} are not its text`];
  });
}

/** A conversation that was ended has answered all that was said. */
function checkResult(
  { result, inputs }: StoredJob,
  answered: readonly unknown[],
  messages: readonly string[],
): string[] {
  if (result === undefined) return [];
  const { turns, finish } = JSON.parse(result) as { turns: unknown; finish: unknown };
  const found: string[] = [];
  if (turns !== answered.length)
    found.push(`counts ${turns} turns in its result, and has ${answered.length}`);
  if (answered.length !== messages.length)
    found.push(`has ended with ${answered.length} of ${messages.length} messages answered`);
  const hasEnd = inputs.some(({ body }) => body.type === 'end');
  if (hasEnd !== (finish === 'ended'))
    found.push(`finished as ${finish}, ${hasEnd ? '' : 'not '}told to end`);
  return found;
}

function idsOfType({ inputs }: StoredJob, type: string): readonly string[] {
  return inputs.filter(({ body }) => body.type === type).map(({ id }) => id);
}

function isBeginning(some: readonly unknown[], all: readonly unknown[]): boolean {
  return some.every((one, index) => one === all[index]);
}
