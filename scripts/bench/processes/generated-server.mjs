// A generated server whose handlers answer an empty list: `generated-server.mjs <server/express.js>`. Sends its URL.
import express from 'express';

const { createRouter } = await import(process.argv[2]);
const handlers = new Proxy({}, { get: () => async () => ({ status: 200, body: [] }) });
const app = express().disable('x-powered-by').use(createRouter(handlers, {}));
// How much processor time it has had, whenever it is asked.
process.on('message', () => process.send(process.cpuUsage()));
const server = app.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));
