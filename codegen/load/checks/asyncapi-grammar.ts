/**
 * The objects of AsyncAPI 3, and the `x-job` of job files.
 * @see https://www.asyncapi.com/docs/reference/specification/v3.0.0#schema
 */
import {
  any,
  componentName,
  flag,
  type Grammar,
  integer,
  list,
  map,
  object,
  type Rule,
  text,
  textLike,
  word,
} from './grammar.js';
import { schemaGrammar } from './schema-grammar.js';

/** AsyncAPI ignores what stands beside a `$ref`; we refuse it, so that nothing is lost in silence. */
const NOTHING: readonly string[] = [];

const named = (rule: Rule) => map(rule, componentName);
const common = {
  title: text,
  summary: text,
  description: text,
  tags: list('Tag'),
  externalDocs: 'ExternalDocs',
};
const version = textLike(/^3\.[01]\.\d+$/, 'a version that this compiler reads: `3.0.0`');
const DAY = 86_400;

const rootFields: Readonly<Record<string, Rule>> = {
  asyncapi: version,
  id: text,
  info: 'Info',
  servers: named('Server'),
  defaultContentType: text,
  channels: named('Channel'),
  operations: named('Operation'),
  components: 'Components',
};

/** AsyncAPI 3 from its root, and job files from theirs. */
export const asyncapiGrammar: Grammar = {
  ...schemaGrammar,
  AsyncApi: object('an AsyncAPI document', rootFields, { required: ['asyncapi', 'info'] }),
  JobFile: object(
    'a job file',
    { ...rootFields, info: 'JobInfo', 'x-job': 'Job' },
    { required: ['asyncapi', 'info', 'x-job'] },
  ),
  Job: object(
    '`x-job`',
    {
      input: 'Schema',
      result: 'Schema',
      checkpoint: 'Schema',
      timeout: integer(1, 31 * DAY),
      queueTimeout: integer(1, 31 * DAY),
      concurrency: integer(1, 10_000),
      retry: object('`retry`', { maxAttempts: integer(1, 1000) }, { code: 'x-job', closed: true }),
      sync: flag,
      bodyLimit: integer(1, 1024 ** 3),
      resultTtl: integer(1, 3650 * DAY),
      examples: list(
        object(
          'an example',
          { name: text, summary: text, input: any, result: any },
          {
            required: ['input'],
            code: 'x-job',
            closed: true,
          },
        ),
      ),
    },
    { required: ['input', 'result', 'timeout'], code: 'x-job', closed: true },
  ),
  JobInfo: object(
    'the info',
    {
      title: text,
      version: textLike(/^\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/, 'a semantic version such as `1.0.0`'),
      description: text,
      termsOfService: text,
      contact: any,
      license: any,
      tags: list('Tag'),
      externalDocs: 'ExternalDocs',
    },
    { required: ['title', 'version', 'description'] },
  ),
  Info: object(
    'the info',
    {
      title: text,
      version: text,
      description: text,
      termsOfService: text,
      contact: object('a contact', { name: text, url: text, email: text }),
      license: object('a license', { name: text, url: text }, { required: ['name'] }),
      tags: list('Tag'),
      externalDocs: 'ExternalDocs',
    },
    { required: ['title', 'version'] },
  ),
  Server: object(
    'a server',
    {
      host: text,
      protocol: text,
      protocolVersion: text,
      pathname: text,
      ...common,
      variables: map('ServerVariable'),
      security: list('SecurityScheme'),
      bindings: any,
    },
    { required: ['host', 'protocol'], reference: NOTHING },
  ),
  ServerVariable: object(
    'a server variable',
    { enum: list(text), default: text, description: text, examples: list(text) },
    { reference: NOTHING },
  ),
  Channel: object(
    'a channel',
    {
      address: { kind: 'choice', choose: (value) => (value === null ? any : text) },
      messages: map('Message'),
      ...common,
      servers: list('Server'),
      parameters: map('Parameter'),
      bindings: any,
      'x-job-events': flag,
      'x-job-inputs': 'Schema',
    },
    { reference: NOTHING },
  ),
  Parameter: object(
    'a parameter',
    { enum: list(text), default: text, description: text, examples: list(text), location: text },
    { reference: NOTHING },
  ),
  Operation: object(
    'an operation',
    {
      action: word('action', 'send', 'receive'),
      channel: 'Channel',
      ...common,
      security: list('SecurityScheme'),
      bindings: any,
      traits: list(any),
      messages: list('Message'),
      reply: object(
        'a reply',
        { address: any, channel: 'Channel', messages: list('Message') },
        { reference: NOTHING },
      ),
      'x-job-inputs': flag,
    },
    { required: ['action', 'channel'], reference: NOTHING },
  ),
  Message: object(
    'a message',
    {
      headers: 'Schema',
      payload: 'Schema',
      correlationId: object(
        'a correlation id',
        { description: text, location: text },
        {
          required: ['location'],
          reference: NOTHING,
        },
      ),
      contentType: text,
      name: text,
      ...common,
      bindings: any,
      examples: list('MessageExample'),
      traits: list(any),
    },
    { reference: NOTHING },
  ),
  MessageExample: object('an example of a message', {
    headers: any,
    payload: any,
    name: text,
    summary: text,
  }),
  Tag: object(
    'a tag',
    { name: text, description: text, externalDocs: 'ExternalDocs' },
    {
      required: ['name'],
      reference: NOTHING,
    },
  ),
  Components: object('the components', {
    schemas: named('Schema'),
    servers: named('Server'),
    channels: named('Channel'),
    operations: named('Operation'),
    messages: named('Message'),
    securitySchemes: named('SecurityScheme'),
    serverVariables: named('ServerVariable'),
    parameters: named('Parameter'),
    correlationIds: named(any),
    replies: named(any),
    replyAddresses: named(any),
    externalDocs: named(any),
    tags: named('Tag'),
    operationTraits: named(any),
    messageTraits: named(any),
    serverBindings: named(any),
    channelBindings: named(any),
    operationBindings: named(any),
    messageBindings: named(any),
  }),
  SecurityScheme: object(
    'a security scheme',
    {
      type: text,
      description: text,
      name: text,
      in: text,
      scheme: text,
      bearerFormat: text,
      flows: any,
      openIdConnectUrl: text,
      scopes: list(text),
    },
    { required: ['type'], reference: NOTHING },
  ),
};
