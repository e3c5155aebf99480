/** What is told of paths: those that no server can tell apart, parameters that do not fit them, requests that nobody can send. */
import type { JsonObject, Operation } from '../../model/contract.js';
import { operationKeys } from '../../model/methods.js';
import { readOperations } from '../../model/operations.js';
import { misfits } from '../../model/path-parameters.js';
import { rivals, sentPath } from '../../model/request-key.js';
import { below, type Origin } from '../source.js';
import type { Lowering } from './lowering.js';

/** Tells where `documentContract` makes something else of a path, or of its operation, than what is written. */
export function tellOfPaths(document: JsonObject, lowering: Lowering): void {
  const operations = readOperations(document);
  const place = below({ file: lowering.main, pointer: '' }, 'paths');
  for (const operation of operations) {
    const origin = below(place, operation.path);
    tellMisfits(operation, origin, lowering);
    tellUnsendable(operation, below(origin, operation.method), lowering);
  }
  for (const { operation, served } of rivals(operations)) {
    const { method, path } = operation;
    const why =
      sentPath(path) === path ? 'only the names of parameters differ' : 'what stands behind `#` is not sent';
    lowering.tell(operationKeys(method).reduce(below, below(place, path)), {
      code: 'path',
      message: `a server cannot tell this from ${method.toUpperCase()} \`${served.path}\`: ${why}. It has the latter alone, the client both`,
      hint: 'Make them one operation whose body says what is wanted, or let their paths differ.',
      on: 'key',
    });
  }
}

/** What `fetch` refuses to send (https://fetch.spec.whatwg.org/#dom-request), and a server takes all the same. */
function tellUnsendable({ method, requestBody }: Operation, origin: Origin, lowering: Lowering): void {
  const isBodiless = requestBody !== undefined && (method === 'get' || method === 'head');
  if (!isBodiless && method !== 'trace') return;
  lowering.tell(isBodiless ? below(origin, 'requestBody') : origin, {
    code: 'unsupported',
    message: `clients cannot send ${method.toUpperCase()}${isBodiless ? ' with a body' : ''}; servers take it`,
    ...(isBodiless && { hint: 'Use `post`, or parameters; in OpenAPI 3.2 `query`.' }),
    on: 'key',
  });
}

function tellMisfits(operation: Operation, origin: Origin, lowering: Lowering): void {
  const { missing, surplus } = misfits(operation);
  for (const name of missing) {
    lowering.tell(origin, {
      code: 'path',
      message: `no parameter describes \`{${name}}\`: it is any text`,
      hint: `Add a parameter \`{ name: ${name}, in: path, required: true, … }\`.`,
      on: 'key',
    });
  }
  for (const name of surplus) {
    const message = `the path has no \`{${name}}\`: the parameter is left out`;
    lowering.tell(origin, { code: 'path', message, on: 'key' });
  }
}
