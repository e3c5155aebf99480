/** The client's verification has nothing but what browsers have: bundled for one, it runs in one. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import type * as sdk from '../../generated/sdk/typescript/index.js';
import { isInstalled } from '../support/programs.js';

const SDK = join(import.meta.dirname, '../../generated/sdk/typescript/index.ts');
const SECRET = 'whsec_c3BlY3dpcmUgZXhhbXBsZSBzZWNyZXQsIDMyIGJ5dGU=';
const ID = 'whd_019556625b1c7f02a4d83e96c0b7f1d5';

declare global {
  /** The bundle. */
  var specwire: typeof sdk;
}

/** The client as a script; it fails to bundle if it needs a module of Node. */
async function bundle(): Promise<string> {
  const options = { bundle: true, write: false, format: 'iife', platform: 'browser' } as const;
  const { outputFiles } = await build({ entryPoints: [SDK], globalName: 'specwire', ...options });
  return outputFiles[0]?.text ?? '';
}

/** Runs in the page. */
async function verifyInPage({ bodies, headers, secret }: Question): Promise<readonly string[]> {
  const verdicts = bodies.map((body) =>
    specwire.webhooks.verify(body, new Headers(headers), secret).then(
      ({ type }) => type,
      (error: sdk.WebhookVerificationError) => error.reason,
    ),
  );
  return Promise.all(verdicts);
}

interface Question {
  readonly bodies: readonly string[];
  readonly headers: Record<string, string>;
  readonly secret: string;
}

test.skipIf(!isInstalled('chromium'))('Chromium verifies what the server signs', async () => {
  // WebCrypto wants a page that came from somewhere.
  const server = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.evaluate(`${await bundle()}; globalThis.specwire = specwire;`);
    const body = '{"type":"webhook.ping","data":{"note":"grüße"}}';
    const now = new Date();
    const headers = {
      'webhook-id': ID,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(SECRET).sign(ID, now, body),
    };
    const question = { bodies: [body, body.replace('ü', 'u')], headers, secret: SECRET };
    expect(await page.evaluate(verifyInPage, question)).toEqual(['webhook.ping', 'no_matching_signature']);
  } finally {
    await browser.close();
    server.close();
  }
});
