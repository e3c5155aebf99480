import { runServerProcess } from 'specwire/server';
import { contract } from '../generated/server/index.js';
import { reports } from './reports.js';

await runServerProcess(contract, { handlers: reports });
