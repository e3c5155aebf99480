/** The first job: a real one, over HTTP, with the generated client, its events shown as they come. */
import { type JobEvent, SpecwireClient, type UnknownEvent } from '../../generated/sdk/typescript/index.js';

/** A job to run. */
export interface FirstJob {
  readonly type: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Where it is run, and where it is shown. */
export interface JobPlace {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly signal: AbortSignal;
  readonly write: (text: string) => void;
}

/** What a job's event says, of whatever project it is. */
interface AnyEvent {
  readonly type: string;
  readonly data?: unknown;
}

/** A server that is started again is there in some seconds; the client by itself gives up after two. */
const MAX_RETRIES = 6;

function clientOf({ baseUrl, apiKey }: JobPlace): SpecwireClient {
  return new SpecwireClient({ baseUrl, apiKey, maxRetries: MAX_RETRIES });
}

/** The first of the project's job types that needs nobody to talk to, with its own example. */
export async function exampleJob(place: JobPlace): Promise<FirstJob | undefined> {
  const { data } = await clientOf(place).jobTypes.list({ signal: place.signal });
  for (const { type, inputs, examples } of data) {
    const [example] = examples;
    if (inputs.length === 0 && example !== undefined) return { type, input: example.input };
  }
  return undefined;
}

/** Runs the job; resolves to whether it succeeded. */
export async function runFirstJob(first: FirstJob, place: JobPlace): Promise<boolean> {
  const { write, signal } = place;
  const { jobs } = clientOf(place);
  // The client's types are those of this repository's job types; the service says what it thinks of any other.
  const job = await jobs.create(first as Parameters<typeof jobs.create>[0], { signal });
  write(`${job.job_id} ${first.type} ${titleOf(first)}\n`);
  const shown = new EventLines(write);
  let ending = 'unfinished';
  let hasSucceeded = false;
  for await (const event of jobs.events(job, { signal })) {
    if (event.type === 'job.status') {
      const { status, error } = event.data;
      ending = error === undefined ? status : `${status} (${error.code}: ${error.detail ?? error.title})`;
      hasSucceeded = status === 'succeeded';
    } else shown.add(plain(event));
  }
  write(`${shown.end()}${ending}: ${shown.counts()}\n`);
  if (hasSucceeded && !shown.hasText)
    write(`result ${JSON.stringify((await jobs.result(job, { signal })).result)}\n`);
  return hasSucceeded;
}

function titleOf({ input }: FirstJob): string {
  return typeof input.prompt === 'string' ? input.prompt : JSON.stringify(input);
}

function plain(event: JobEvent | UnknownEvent): AnyEvent {
  return event.type === 'unknown' ? event.event : event;
}

/** Shows events: text that comes token by token as it comes, anything else on a line of its own. */
class EventLines {
  readonly #write: (text: string) => void;
  readonly #counts = new Map<string, number>();
  #isInText = false;
  hasText = false;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  add({ type, data }: AnyEvent): void {
    const token = (data as { readonly text?: unknown } | undefined)?.text;
    if (type === 'token' && typeof token === 'string') {
      this.#write(this.#isInText ? token : `  ${token}`);
      this.#isInText = true;
      this.hasText = true;
    } else {
      this.#write(`${this.end()}  ${type} ${JSON.stringify(data)}\n`);
    }
    if (!type.startsWith('job.')) this.#counts.set(type, (this.#counts.get(type) ?? 0) + 1);
  }

  /** What ends the text of the tokens, if one is being written. */
  end(): string {
    const ending = this.#isInText ? '\n' : '';
    this.#isInText = false;
    return ending;
  }

  /** `23 token events`. */
  counts(): string {
    const parts = [...this.#counts].map(([type, count]) => `${count} ${type} event${count === 1 ? '' : 's'}`);
    return parts.length === 0 ? 'no events of its own' : parts.join(', ');
  }
}
