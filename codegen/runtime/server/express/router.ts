import type { RequestHandler } from 'express';
import { ContractServer } from './contract-server.js';
import type { ContractOptions, ServedContract } from './serve-options.js';

/** Makes a handler that serves a contract: one function for Express to call, whatever the number of operations. */
export function contractRouter(
  contract: ServedContract,
  handlers: object,
  options: ContractOptions,
): RequestHandler {
  const server = new ContractServer(contract, handlers, options);
  return (request, response, next) => {
    void server.handle(request, response, next);
  };
}
