import { runServerProcess } from 'specwire/server';
import { contract } from '../generated/server/index.js';

await runServerProcess(contract);
