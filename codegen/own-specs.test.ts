/** What this project demands of its own specs beyond what the compiler demands of everybody's: all is described, all is shown. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { webhooks } from '../generated/sdk/typescript/index.js';

type Json = { readonly [key: string]: unknown };

const read = (name: string) => readFileSync(new URL(`../generated/docs/${name}`, import.meta.url), 'utf8');
const openapi = JSON.parse(read('openapi.json')) as Json;
const asyncapi = parse(read('asyncapi.yaml')) as Json;

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entriesOf(value: unknown): [string, Json][] {
  return Object.entries(isRecord(value) ? value : {}).filter((entry): entry is [string, Json] =>
    isRecord(entry[1]),
  );
}

/** What is referred to is looked at where it stands. */
const isReference = (value: Json) => typeof value.$ref === 'string';
const isDescribed = (value: Json) => typeof value.description === 'string' && value.description.trim() !== '';
const hasExample = (value: Json) =>
  value.example !== undefined || value.examples !== undefined || value.const !== undefined;

/** Places that lack a description or an example, by what stands there. */
class Gaps {
  readonly list: string[] = [];

  need(value: Json, at: string, wanted: { readonly example: boolean }): void {
    if (isReference(value)) return;
    if (!isDescribed(value)) this.list.push(`${at}: no description`);
    if (wanted.example && !hasExample(value)) this.list.push(`${at}: no example`);
  }

  /** A schema that has a name, or is a property's: described and shown; and all that is in it. */
  schema(value: unknown, at: string): void {
    if (!isRecord(value) || isReference(value)) return;
    this.need(value, at, { example: true });
    this.inside(value, at);
  }

  /** Parts without a name of their own are shown by the whole that they are in. */
  inside(value: unknown, at: string): void {
    if (!isRecord(value) || isReference(value)) return;
    for (const [name, property] of entriesOf(value.properties))
      this.schema(property, `${at}/properties/${name}`);
    // A condition (`if`, `not`) says when, not what.
    for (const key of ['items', 'additionalProperties', 'propertyNames', 'then', 'else'])
      this.inside(value[key], `${at}/${key}`);
    for (const key of ['allOf', 'oneOf', 'anyOf']) {
      const parts = Array.isArray(value[key]) ? (value[key] as readonly unknown[]) : [];
      parts.forEach((part, index) => {
        const place = `${at}/${key}/${index}`;
        // A value of an enum that is told one by one, such as an error code.
        if (isRecord(part) && part.const !== undefined && !isDescribed(part))
          this.list.push(`${place}: no description`);
        this.inside(part, place);
      });
    }
  }

  media(value: unknown, at: string): void {
    for (const [type, media] of entriesOf(value)) {
      if (!hasExample(media)) this.list.push(`${at}/${type}: no example`);
      this.inside(media.schema, `${at}/${type}/schema`);
    }
  }

  parameters(value: unknown, at: string): void {
    const list = Array.isArray(value)
      ? value.map((one, index) => [String(index), one as Json] as const)
      : entriesOf(value);
    for (const [name, parameter] of list) {
      this.need(parameter, `${at}/${name}`, { example: true });
    }
  }

  responses(value: unknown, at: string): void {
    for (const [status, response] of entriesOf(value)) {
      this.need(response, `${at}/${status}`, { example: false });
      for (const [name, header] of entriesOf(response.headers))
        this.need(header, `${at}/${status}/headers/${name}`, { example: true });
      this.media(response.content, `${at}/${status}/content`);
    }
  }

  operations(paths: unknown): void {
    for (const [path, item] of entriesOf(paths)) {
      this.parameters(item.parameters ?? [], `${path}/parameters`);
      for (const [method, operation] of entriesOf(item).filter(([key]) => METHODS.includes(key))) {
        const at = `${method} ${path}`;
        this.need(operation, at, { example: false });
        if (typeof operation.summary !== 'string') this.list.push(`${at}: no summary`);
        this.parameters(operation.parameters ?? [], `${at}/parameters`);
        if (isRecord(operation.requestBody)) this.media(operation.requestBody.content, `${at}/requestBody`);
        this.responses(operation.responses, `${at}/responses`);
      }
    }
  }
}

test('in OpenAPI, everything has a description and an example', () => {
  const gaps = new Gaps();
  const components = openapi.components as Json;
  gaps.operations(openapi.paths);
  gaps.operations(openapi.webhooks);
  for (const [name, schema] of entriesOf(components.schemas)) gaps.schema(schema, `schemas/${name}`);
  gaps.parameters(components.parameters, 'parameters');
  gaps.responses(components.responses, 'responses');
  for (const [name, header] of entriesOf(components.headers))
    gaps.need(header, `headers/${name}`, { example: true });
  for (const [name, scheme] of entriesOf(components.securitySchemes))
    gaps.need(scheme, `securitySchemes/${name}`, { example: false });
  for (const [index, tag] of (openapi.tags as Json[]).entries())
    gaps.need(tag, `tags/${index}`, { example: false });
  expect(gaps.list).toEqual([]);
});

test('in AsyncAPI, everything has a description, and every message an example', () => {
  const gaps = new Gaps();
  const components = asyncapi.components as Json;
  for (const kind of ['servers', 'channels', 'operations']) {
    for (const [name, one] of entriesOf(asyncapi[kind]))
      gaps.need(one, `${kind}/${name}`, { example: false });
  }
  for (const [name, message] of entriesOf(components.messages))
    gaps.need(message, `messages/${name}`, { example: true });
  for (const [name, schema] of entriesOf(components.schemas)) gaps.schema(schema, `schemas/${name}`);
  expect(gaps.list).toEqual([]);
});

test('the signature that is shown is that of the webhook that is shown, under the secret that is shown', async () => {
  const { messages, schemas } = asyncapi.components as { messages: Json; schemas: Json };
  const shown = entriesOf(messages)
    .flatMap(([, { examples }]) => examples as readonly { headers?: Record<string, string>; payload: Json }[])
    .filter(({ headers }) => headers !== undefined);
  const { WebhookSecret: secret } = (openapi.components as { schemas: Json }).schemas as {
    WebhookSecret: { examples: string[] };
  };
  const { WebhookSignature: signature } = schemas as { WebhookSignature: { examples: string[] } };
  expect(shown).toHaveLength(1);
  for (const { headers = {}, payload } of shown) {
    const options = { now: () => Number(headers['webhook-timestamp']) * 1000 };
    expect(await webhooks.verify(JSON.stringify(payload), headers, secret.examples, options)).toEqual(
      payload,
    );
    expect(signature.examples).toEqual([headers['webhook-signature']]);
  }
});

test('every error code is shown as a problem, every error of a job as one', () => {
  const texts = [JSON.stringify(openapi), JSON.stringify(asyncapi)];
  const schemas = (openapi.components as Json).schemas as Json;
  for (const name of ['ProblemCode', 'JobErrorCode']) {
    const branches = (schemas[name] as { readonly oneOf: readonly { readonly const: string }[] }).oneOf;
    const unseen = branches
      .map((branch) => branch.const)
      .filter((code) => !texts.some((text) => text.includes(`"code":"${code}"`)));
    expect(unseen, name).toEqual([]);
  }
});
