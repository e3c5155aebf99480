/** What must hold between the webhooks of `openapi.yaml` and the channels of `asyncapi.yaml` that have no address. */
import type { Diagnostic } from '../../diagnostics.js';
import type { JsonObject } from '../../model/contract.js';
import { isJsonType, isWebhookChannel } from '../../model/webhooks.js';
import { asObject, asString, canonicalText, valueAt } from '../json.js';
import type { Project } from '../project.js';
import { diagnosticAt, type Origin, placeName, type SourceFile } from '../source.js';
import { typeOfSchema } from './event-rules.js';
import { at, resolveOrigin } from './openapi-operations.js';
import type { Structure } from './structure.js';

/** A webhook in one of the documents. */
interface LocatedWebhook {
  readonly name: string;
  readonly origin: Origin;
  /** Where its payload's schema is written; undefined if it has none. */
  readonly payload: Origin | undefined;
}

/** Checks that both documents describe the same webhooks, each with the same payload. */
export function checkWebhooks(project: Project, { misshapen }: Structure): readonly Diagnostic[] {
  const { openapi, asyncapi } = project;
  if (!openapi || misshapen.has(openapi.path)) return [];
  const declared = openapiWebhooks(project, openapi);
  const own = declared.flatMap((webhook) => [...postsNothing(webhook), ...tellsNoType(project, webhook)]);
  if (!asyncapi || misshapen.has(asyncapi.path)) return own;
  const sent = asyncapiWebhooks(project, asyncapi);
  return [
    ...own,
    ...declared.flatMap((webhook) => {
      const twin = sent.find(({ name }) => name === webhook.name);
      if (twin) return differs(project, webhook, twin);
      // One mistake is told at a time.
      return webhook.payload ? notSent(webhook, asyncapi) : [];
    }),
    ...sent.filter(({ name }) => !declared.some((one) => one.name === name)).map(notDeclared(openapi)),
  ];
}

function openapiWebhooks(project: Project, file: SourceFile): readonly LocatedWebhook[] {
  return Object.keys(asObject(asObject(file.value).webhooks)).map((name) => {
    const origin = at({ file, pointer: '/webhooks' }, name);
    const item = resolveOrigin(project, origin);
    const body = item && resolveOrigin(project, at(item, 'post', 'requestBody'));
    const types = Object.keys(asObject(body && objectAt(body).content));
    const json = types.find(isJsonType);
    const payload = body && json !== undefined ? at(body, 'content', json, 'schema') : undefined;
    return { name, origin, payload };
  });
}

function asyncapiWebhooks(project: Project, file: SourceFile): readonly LocatedWebhook[] {
  return Object.entries(asObject(asObject(file.value).channels)).flatMap(([channel, value]) => {
    if (!isWebhookChannel(asObject(value))) return [];
    return Object.keys(asObject(asObject(value).messages)).flatMap((key): LocatedWebhook[] => {
      const origin = at({ file, pointer: '/channels' }, channel, 'messages', key);
      const message = resolveOrigin(project, origin);
      // A dangling reference is reported as such.
      if (!message) return [];
      const name = asString(objectAt(message).name) ?? key;
      return [{ name, origin, payload: at(message, 'payload') }];
    });
  });
}

function objectAt({ file, pointer }: Origin): JsonObject {
  return asObject(valueAt(file.value, pointer));
}

function postsNothing({ name, origin, payload }: LocatedWebhook): readonly Diagnostic[] {
  if (payload) return [];
  const message = `the webhook \`${name}\` has no \`post\` with a JSON body`;
  const hint = 'Webhooks are posted as JSON: describe `post` with a `requestBody` of `application/json`.';
  return [diagnosticAt(origin, 'webhook', message, { on: 'key', hint })];
}

/** By its `type` alone a receiver knows which webhook it got. */
function tellsNoType(project: Project, { name, payload }: LocatedWebhook): readonly Diagnostic[] {
  const schema = payload && valueAt(payload.file.value, payload.pointer);
  if (!payload || schema === undefined || typeOfSchema(project, payload, schema) === name) return [];
  const message = `the payload of the webhook \`${name}\` does not say so in its \`type\``;
  const hint = `Give it a required property \`type: { const: ${name} }\`.`;
  return [diagnosticAt(payload, 'webhook', message, { hint })];
}

function notSent({ name, origin }: LocatedWebhook, asyncapi: SourceFile): readonly Diagnostic[] {
  const message = `no channel of ${asyncapi.path} sends the webhook \`${name}\``;
  const hint = `Add a message with \`name: ${name}\` to a channel with \`address: null\`.`;
  return [diagnosticAt(origin, 'webhook', message, { on: 'key', hint })];
}

function notDeclared(openapi: SourceFile) {
  return ({ name, origin }: LocatedWebhook): Diagnostic => {
    const message = `the message \`${name}\` of a channel without an address is no webhook of ${openapi.path}`;
    const hint = `Add \`${name}\` to \`webhooks\` there; a channel that clients open needs an \`address\`.`;
    return diagnosticAt(origin, 'webhook', message, { on: 'key', hint });
  };
}

/** One schema, or two that say the same. */
function differs(project: Project, webhook: LocatedWebhook, twin: LocatedWebhook): readonly Diagnostic[] {
  const [one, other] = [webhook, twin].map(({ payload }) => payload && resolveOrigin(project, payload));
  if (!webhook.payload || !one || !other) return [];
  if (one.file === other.file && one.pointer === other.pointer) return [];
  if (canonicalText(objectAt(one)) === canonicalText(objectAt(other))) return [];
  const message = `\`${webhook.name}\` has another payload than the message at ${placeName(twin.origin)}`;
  return [diagnosticAt(webhook.payload, 'webhook', message, { hint: 'Refer to one schema in both.' })];
}
