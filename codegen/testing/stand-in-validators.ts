/** For tests: `contract/validators/operations.js` made by Ajv at run time, with the interface of the generated one. */
import type { Contract, Header, JsonObject, JsonSchema, MediaType, Operation } from '../model/contract.js';

/** The module and its declarations. */
export function standInValidators(contract: Contract): ReadonlyMap<string, string> {
  const operations = [...contract.operations, ...contract.outgoing.map(({ operation }) => operation)];
  const table = Object.fromEntries(
    operations.map((operation) => [operation.operationId, schemasOf(operation)]),
  );
  const root = JSON.stringify({ components: { schemas: contract.schemas } });
  return new Map([
    [
      'contract/validators/operations.js',
      `import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const options = { allErrors: true, strict: false, discriminator: true, logger: false };
const root = ${JSON.stringify(root)};
const make = (more) => {
  const ajv = new Ajv2020({ ...options, ...more });
  addFormats.default ? addFormats.default(ajv) : addFormats(ajv);
  ajv.addSchema({ $id: 'root:///', ...JSON.parse(root) });
  return ajv;
};
const plain = make({});
const coercing = make({ coerceTypes: true, useDefaults: true });
const compile = (ajv, schema) =>
  ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"root:///#/')));
const mapValues = (object = {}, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
const build = ({ parameters, body, responses }) => ({
  ...(parameters && { parameters: compile(coercing, parameters) }),
  body: mapValues(body, (schema) => compile(plain, schema)),
  responses: mapValues(responses, (response) => ({
    body: mapValues(response.body, (schema) => compile(plain, schema)),
    items: mapValues(response.items, (schema) => compile(plain, schema)),
    ...(response.headers && { headers: compile(plain, response.headers) }),
  })),
});
const table = ${JSON.stringify(table)};
export const operationValidators = mapValues(table, (schemas) => async () => build(schemas));
`,
    ],
    [
      'contract/validators/operations.d.ts',
      `import type { OperationValidators } from '../validation.js';
export declare const operationValidators: Readonly<Record<string, () => Promise<OperationValidators>>>;
`,
    ],
  ]);
}

function schemasOf({ parameters, requestBody, responses }: Operation): object {
  const places = { path: 'path', query: 'query', header: 'headers', cookie: 'cookies' } as const;
  const groups = Object.entries(places).map(([place, field]) => {
    const members = parameters.filter((one) => one.in === place);
    const name = (one: { name: string }) => (place === 'header' ? one.name.toLowerCase() : one.name);
    return [
      field,
      {
        type: 'object',
        properties: Object.fromEntries(members.map((one) => [name(one), one.schema])),
        required: members.filter(({ required }) => required).map(name),
      },
    ] as const;
  });
  return {
    ...(parameters.length > 0 && { parameters: { type: 'object', properties: Object.fromEntries(groups) } }),
    body: bySchema(requestBody?.content ?? [], ({ schema }) => schema),
    responses: Object.fromEntries(
      responses.map(({ status, content, headers }) => [
        status,
        {
          body: bySchema(content, ({ schema }) => schema),
          items: bySchema(content, ({ itemSchema }) => itemSchema),
          ...(headers.length > 0 && { headers: headersSchema(headers) }),
        },
      ]),
    ),
  };
}

function bySchema(
  content: readonly MediaType[],
  schemaOf: (media: MediaType) => JsonSchema | undefined,
): JsonObject {
  return Object.fromEntries(
    content.flatMap((media) => {
      const schema = schemaOf(media);
      return schema === undefined ? [] : [[media.contentType, schema]];
    }),
  );
}

function headersSchema(headers: readonly Header[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(headers.map(({ name, schema }) => [name.toLowerCase(), schema])),
    required: headers.filter(({ required }) => required).map(({ name }) => name.toLowerCase()),
  };
}
