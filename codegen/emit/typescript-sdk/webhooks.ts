/** sdk/typescript/webhooks.ts: what the service posts to its clients, typed and verified. */
import type { Contract, Webhook } from '../../model/contract.js';
import { docComment } from '../doc-comment.js';
import { allSources, header } from '../headers.js';
import { ModuleImports } from '../module-imports.js';
import { SchemaTypes } from '../schema-types.js';
import { list, member, propertyName, quote } from '../typescript-text.js';

/** Prints the module. */
export function webhooksFile(contract: Contract): string {
  const imports = new ModuleImports();
  const types = new SchemaTypes(imports, '../../contract');
  const lines = contract.webhooks.map((webhook) => {
    const head = `readonly ${propertyName(webhook.name)}`;
    return docOf(webhook) + member(head, [types.webhookBody(webhook)], '  ');
  });
  const body = [
    `${docComment('What each webhook posts, by the `type` in it.')}export interface WebhookEvents {\n${lines.join('')}}\n`,
    `${docComment('Whatever a webhook posts.')}export type WebhookEvent = WebhookEvents[keyof WebhookEvents];\n`,
    `${list(
      'const KNOWN: ReadonlySet<string> = new Set([',
      contract.webhooks.map(({ name }) => quote(name)),
      ']);',
      '',
    )}\n`,
    verification(imports),
  ].join('\n');
  return `${header(allSources(contract))}\n${imports.print()}${body}`;
}

function docOf({ summary, description }: Webhook): string {
  return docComment([summary, description].filter(Boolean).join('\n\n'), '  ');
}

function verification(imports: ModuleImports): string {
  const from = './webhook-verification.js';
  const error = imports.value('WebhookVerificationError', from);
  const verify = imports.value('verifyWebhook', from);
  const [headers, secrets, options] = ['WebhookHeaders', 'WebhookSecrets', 'WebhookVerifyOptions'].map(
    (name) => imports.type(name, from),
  );
  const unknown = imports.type('UnknownEvent', './unknown-event.js');
  const asEvent = imports.value('asEvent', './unknown-event.js');
  return `/** The receiver's side of webhooks. It needs no client and no API key. */
export const webhooks = {
  /**
   * The event that a webhook brings, once its signature is verified (Standard Webhooks 1.0.0). Its body must be as it
   * came, byte for byte. An event of a type that this client does not know is one of \`type: 'unknown'\`.
   *
   * @throws WebhookVerificationError if it is not to be believed; its \`reason\` says why. Answer with 400.
   */
  async verify(
    rawBody: string | Uint8Array,
    headers: ${headers},
    secrets: ${secrets},
    options?: ${options},
  ): Promise<WebhookEvent | ${unknown}> {
    const { payload } = await ${verify}(rawBody, headers, secrets, options);
    const event = ${asEvent}<WebhookEvent>(payload, KNOWN);
    if (event !== undefined) return event;
    throw new ${error}('malformed_body', 'the body says no type');
  },
};
`;
}
