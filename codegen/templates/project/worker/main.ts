import { runWorkerProcess } from 'specwire/worker';
import { handlers } from './handlers/index.js';

await runWorkerProcess({ handlers });
