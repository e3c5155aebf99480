/** What handlers of a document may and may not do, as the compiler of TypeScript sees it. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentOutput } from '../../testing/document.js';
import { loadDocument } from '../../testing/load-document.js';

const HANDLERS = `import {
  type BrokenAnswer,
  createRouter,
  type Handlers,
  HttpProblem,
  type RequestContext,
} from './server/express.js';

type Context = { readonly user: string };
type Only<Name extends keyof Handlers<Context>> = Pick<Handlers<Context>, Name>;

export const pets: Only<'listPets' | 'createPet' | 'pets/delete'> = {
  async listPets({ query, headers, cookies }, { user }) {
    const limit: number = query.limit;
    const trace: readonly number[] | undefined = headers['x-trace'];
    const age: number | undefined = query.where?.age;
    if (cookies.session === user) return { status: 503, body: { message: 'later' } };
    return { status: 200, headers: { 'X-Total': trace?.length ?? limit }, body: [{ name: 'Rex', age: age ?? 1 }] };
  },
  async createPet({ body }) {
    // @ts-expect-error a pet has a name that is text
    const age: number = body.name;
    if (age > 2) return { status: 418 };
    if (body.name === 'x') return { status: 409, body: { message: 'There is one' } };
    if (body.name === 'y') throw new HttpProblem(503, 'Later');
    return { status: 201, headers: { Location: '/' }, body };
  },
  'pets/delete': async ({ path: { id } }) => {
    id satisfies number;
    return { status: 204 };
  },
};

export const others: Only<'sendForm' | 'upload' | 'report' | 'followLog'> = {
  async sendForm(request) {
    switch (request.contentType) {
      case 'multipart/form-data': {
        const file: File = request.body.photo;
        const files: readonly File[] = request.body.more ?? [];
        const by: string | undefined = request.body.meta?.by;
        return { status: 200, body: [file.name, files.length, by, request.body.count] };
      }
      case 'application/json':
      case 'application/x-www-form-urlencoded':
        return { status: 200, body: request.body.amount };
      default:
        return { status: 200, body: request.body.toUpperCase() };
    }
  },
  async upload({ body, contentType }) {
    body?.resume();
    contentType satisfies \`image/\${string}\` | undefined;
    return { status: 200, body: 'done' };
  },
  async report({ accepts }) {
    if (accepts === 'text/csv') return { status: 200, contentType: accepts, body: 'a,b' };
    if (accepts === 'application/json') return { status: 200, contentType: accepts, body: {} };
    async function* events() {
      yield { id: '1', event: 'pet', data: { name: 'Rex' } };
    }
    return { status: 200, contentType: accepts, body: events() };
  },
  async followLog() {
    async function* lines() {
      yield { data: 'text' };
    }
    return { status: 200, body: lines() };
  },
};

async function* wrongEvents() {
  yield { data: { nam: 'Rex' } };
}

export const wrong: Partial<Handlers<Context>> = {
  // @ts-expect-error the error has a message
  listPets: async () => ({ status: 500, body: {} }),
  // @ts-expect-error 409 has a body
  createPet: async () => ({ status: 409 }),
  // @ts-expect-error 200 is not documented
  archiveFile: async () => ({ status: 200 }),
  // @ts-expect-error 204 has no body
  'pets/delete': async ({ path }) => (path.id > 1 ? { status: 204 } : { status: 204, body: 1 }),
  // @ts-expect-error a pet has a name
  report: async () => ({ status: 200, contentType: 'text/event-stream', body: wrongEvents() }),
  // @ts-expect-error a file is no number
  getFile: async () => ({ status: 200, body: 1 }),
};

export const more: Partial<Handlers<Context>> = {
  // @ts-expect-error the total is needed
  listPets: async () => ({ status: 200, body: [] }),
  // @ts-expect-error 500 is not documented
  createPet: async () => ({ status: 500 }),
};

export function serve(handlers: Handlers<Context>, known: Handlers<RequestContext<{ name: string }>>) {
  const onBrokenAnswer = ({ errors }: BrokenAnswer) => console.log(errors);
  const authenticate = async ({ credentials, requirements }: { credentials: object; requirements: readonly object[] }) =>
    'key' in credentials && requirements.length > 0 ? { name: 'me' } : undefined;
  createRouter(known, { authenticate, onBrokenAnswer, validateResponses: 'log' });
  createRouter(handlers, { authenticate, context: ({ identity }) => ({ user: identity?.name ?? '' }) });
  createRouter(known, { authenticate: ({ credentials }) => ({ name: credentials.basic?.username ?? '' }) });
  // @ts-expect-error somebody must say who the client is
  createRouter(known, {});
  // @ts-expect-error nobody makes this context
  createRouter(handlers, { authenticate });
  // @ts-expect-error there is no such scheme
  createRouter(known, { authenticate: ({ credentials }) => ({ name: credentials.oauth ?? '' }) });
}
`;

test('handlers are held to the document', async () => {
  const { contract } = await loadDocument(join(import.meta.dirname, 'fixtures/server.yaml'));
  await using output = await documentOutput(contract, { 'handlers.ts': HANDLERS });
  expect(output.typeErrors(['handlers.ts'])).toEqual([]);
});
