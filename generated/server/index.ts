// Generated from specs/ by `npm run generate`. Do not edit.

import { readFileSync } from 'node:fs';
import { jobTypes } from '../contract/job-types.js';
import { jobErrors, problems } from '../contract/problems.js';
import { clientFrameValidators, inputValidators } from '../contract/validators/messages.js';
import { requestValidators } from '../contract/validators/requests.js';
import type { ServiceContract } from './contract.js';
import { routes } from './routes.js';

export type * from './contract.js';
export type * from './handlers.js';

function read(name: string): string {
  return readFileSync(new URL(`../docs/${name}`, import.meta.url), 'utf8');
}

const openapiJson = read('openapi.json');

/** Everything that the runtime needs to serve this contract. */
export const contract: ServiceContract = {
  routes,
  jobTypes,
  problems,
  jobErrors,
  validators: {
    requests: requestValidators,
    inputs: inputValidators,
    clientFrames: clientFrameValidators,
  },
  documents: {
    openapi: JSON.parse(openapiJson) as Record<string, unknown>,
    openapiJson,
    openapiYaml: read('openapi.yaml'),
    openapi32Json: read('openapi-3.2.json'),
    asyncapiYaml: read('asyncapi.yaml'),
  },
};
