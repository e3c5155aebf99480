import { Router } from 'express';
import { ContractServer } from './contract-server.js';
import type { ContractOptions, ServedContract } from './serve-options.js';

/** Makes a router that serves a contract: one layer of Express, whatever the number of operations. */
export function contractRouter(contract: ServedContract, handlers: object, options: ContractOptions): Router {
  const server = new ContractServer(contract, handlers, options);
  const router = Router();
  router.use((request, response, next) => server.handle(request, response, next));
  return router;
}
