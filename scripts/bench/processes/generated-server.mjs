// A generated server whose handlers answer an empty list: `generated-server.mjs <server/express.js>`. Prints its URL.
import express from 'express';

const { createRouter } = await import(process.argv[2]);
const handlers = new Proxy({}, { get: () => async () => ({ status: 200, body: [] }) });
const app = express().disable('x-powered-by').use(createRouter(handlers, {}));
const server = app.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
