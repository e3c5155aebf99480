/**
 * The one model that every emitter reads: plain readonly data, one dialect (OpenAPI 3.1 / AsyncAPI 3 with JSON Schema
 * 2020-12), independent of the version and the number of files the author wrote.
 */

/** A JSON value, as YAML and JSON documents hold it. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: JsonValue };

/** A JSON Schema (2020-12). References between named schemas read `#/components/schemas/<name>`. */
export type JsonSchema = JsonObject | boolean;

/** Everything that the specs say, ready for emitters. Lists keep the order of the specs. */
export interface Contract {
  readonly title: string;
  readonly version: string;
  /** Spec files, relative to the project's root, for the headers of generated files. */
  readonly sources: readonly string[];
  readonly operations: readonly Operation[];
  /** Every named schema of REST, events and job types, by its unique name. */
  readonly schemas: { readonly [name: string]: JsonSchema };
  readonly channels: readonly Channel[];
  readonly channelOperations: readonly ChannelOperation[];
  /** Events, on the channels that clients read. */
  readonly messages: readonly Message[];
  /** What the service posts to its clients. */
  readonly webhooks: readonly Webhook[];
  /** Requests that the service makes, whatever their method and content: webhooks, and callbacks of operations. */
  readonly outgoing: readonly OutgoingRequest[];
  /** Base URLs of the service, as its document has them; variables filled in with their defaults. */
  readonly servers: readonly string[];
  /** The first of them that is more than a path, if clients may choose parts of it. */
  readonly serverTemplate?: ServerTemplate;
  readonly securitySchemes: readonly SecurityScheme[];
  readonly jobTypes: readonly JobType[];
  readonly problems: readonly ProblemKind[];
  readonly jobErrors: readonly ProblemKind[];
  readonly documents: Documents;
}

/** The bundled documents that the server publishes. */
export interface Documents {
  /** OpenAPI 3.1. */
  readonly openapi: JsonObject;
  /** OpenAPI 3.2, with `itemSchema` on event streams. Absent for a document that stands by itself. */
  readonly openapi32?: JsonObject;
  /** AsyncAPI 3. Absent when the project has none. */
  readonly asyncapi?: JsonObject;
}

/** Those that OpenAPI has a field for are in small letters, others as they are sent: `LINK`. */
export type HttpMethod =
  | ('get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch' | 'trace' | 'query')
  | (string & {});

/** One OpenAPI operation. */
export interface Operation {
  readonly operationId: string;
  readonly method: HttpMethod;
  /** The path template as written: `/v1/jobs/{job_id}`. */
  readonly path: string;
  /** The operation that a server has in its place: what is sent of their paths is the same. */
  readonly servedAs?: string;
  readonly tag: string;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated: boolean;
  /** `security: []`: no key is asked for. */
  readonly isPublic: boolean;
  /** Alternatives; each names the schemes that it needs together, with their scopes. Empty: none is needed. */
  readonly security: readonly { readonly [scheme: string]: readonly string[] }[];
  /** Base URLs of its own, variables filled in with their defaults; absent: those of the service. */
  readonly servers?: readonly string[];
  readonly rateLimit: 'jobs' | 'reads' | null;
  /** `x-idempotent`: two calls do what one does, whatever the method says. */
  readonly isIdempotent: boolean;
  /** `x-sdk-group`, or the tag: the client's property that holds the method. */
  readonly sdkGroup: string;
  /** `x-sdk-method`, or the operationId. */
  readonly sdkMethod: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: RequestBody;
  readonly responses: readonly Response[];
}

/** A base URL with variables in it: `https://{region}.example.com`. */
export interface ServerTemplate {
  readonly url: string;
  readonly variables: readonly ServerVariable[];
}

/** A part of a base URL that clients choose. */
export interface ServerVariable {
  readonly name: string;
  readonly default: string;
  /** Absent: any. */
  readonly values?: readonly string[];
  readonly description?: string;
}

/** A webhook, or a callback of an operation: a request that the service makes and its client answers. */
export interface OutgoingRequest {
  readonly kind: 'webhook' | 'callback';
  /** The webhook's name, or the callback's. */
  readonly name: string;
  /** Where a callback goes: a runtime expression, `{$request.body#/callbackUrl}`. */
  readonly expression?: string;
  /** The operation whose callback it is. */
  readonly ownerId?: string;
  /** Its path is empty. */
  readonly operation: Operation;
}

/** How a client shows who it is. */
export interface SecurityScheme {
  /** Its key in the document. */
  readonly name: string;
  readonly type: 'apiKey' | 'http' | 'oauth2' | 'openIdConnect' | 'mutualTLS';
  /** Of an `http` scheme, in lower case: `bearer`, `basic`. */
  readonly scheme?: string;
  /** Where an API key goes, and under which name. */
  readonly key?: { readonly in: 'header' | 'query' | 'cookie'; readonly name: string };
  readonly description?: string;
}

/** How a value is written as text (OpenAPI 3.1, section 4.8.12.3). */
export type ParameterStyle =
  | 'simple'
  | 'label'
  | 'matrix'
  | 'form'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'deepObject'
  /** Of cookies: as `form`, but nothing is encoded (OpenAPI 3.2, section 4.12.2.4). */
  | 'cookie';

/** A parameter of a request. */
export interface Parameter {
  readonly name: string;
  /** `querystring`: its value is the whole query, written as `contentType` (OpenAPI 3.2); its name means nothing then. */
  readonly in: 'path' | 'query' | 'querystring' | 'header' | 'cookie';
  readonly required: boolean;
  readonly description?: string;
  readonly deprecated: boolean;
  readonly schema: JsonSchema;
  /** Defaults filled in: `form` for query and cookie, `simple` for path and header. */
  readonly style: ParameterStyle;
  /** Defaults filled in: true for `form` and `cookie`. */
  readonly explode: boolean;
  /** Reserved characters of a query's value stay as they are. */
  readonly allowReserved: boolean;
  /** The value is a document of this type within the text, mostly JSON: style and explode mean nothing then. */
  readonly contentType?: string;
  /** Of a query that is a form: how its fields are written. */
  readonly encoding?: { readonly [field: string]: FieldEncoding };
  /** What the author gives as examples beside the schema. */
  readonly examples?: readonly JsonValue[];
}

export interface RequestBody {
  readonly required: boolean;
  readonly description?: string;
  readonly content: readonly MediaType[];
}

export interface Response {
  /** `200`, `4XX` or `default`. */
  readonly status: string;
  readonly description: string;
  readonly headers: readonly Header[];
  readonly content: readonly MediaType[];
}

export interface Header {
  readonly name: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
  /** Fields of an object are written `R=100,G=200`, not `R,100,G,200`. */
  readonly explode: boolean;
  /** As that of a parameter. */
  readonly contentType?: string;
}

export interface MediaType {
  /** `application/json`, `text/event-stream`, … */
  readonly contentType: string;
  readonly schema?: JsonSchema;
  /** Schema of one item of a sequential media type (OpenAPI 3.2, `itemSchema`). Of an event stream: that of an event's data. */
  readonly itemSchema?: JsonSchema;
  /** The kinds of events of an event stream whose items are described as events; absent: any name, data of `itemSchema`. */
  readonly events?: readonly StreamEventKind[];
  /** What the author gives as examples of the whole body. */
  readonly examples?: readonly JsonValue[];
  /** How the fields of a form are written, by name; those that are not here as their schemas have it. */
  readonly encoding?: { readonly [field: string]: FieldEncoding };
}

/** One kind of event of a stream. */
export interface StreamEventKind {
  /** The event's name on the wire; absent: any. */
  readonly event?: string;
  readonly data: JsonSchema;
  /** The data is JSON; otherwise it is text as it stands. */
  readonly isJson: boolean;
}

/** How a field of a form is written. */
export interface FieldEncoding {
  readonly contentType?: string;
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
}

/** One AsyncAPI channel with what is sent to clients on it and what is received from them. */
export interface Channel {
  readonly name: string;
  /** `null` for a webhook: the client says where. */
  readonly address: string | null;
  readonly description?: string;
  readonly messages: readonly string[];
  /** Of the address, `users/{user_id}`: each a text. */
  readonly parameters: readonly ChannelParameter[];
}

/** A parameter of a channel's address. */
export interface ChannelParameter {
  readonly name: string;
  readonly description?: string;
  /** The values that it may have; absent: any. */
  readonly values?: readonly string[];
}

/** What an application does on a channel of an AsyncAPI document. */
export interface ChannelOperation {
  readonly name: string;
  readonly action: 'send' | 'receive';
  readonly channel: string;
  readonly messages: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly reply?: { readonly channel?: string; readonly messages: readonly string[] };
}

/** One AsyncAPI message: a whole event, envelope included. */
export interface Message {
  /** Unique name, a PascalCase identifier: `JobStatus`, `TextGenerateToken`. */
  readonly name: string;
  /** The `type` on the wire: `job.status`, `token`. */
  readonly eventType: string;
  /** The job type that declares it; absent for reserved events. */
  readonly jobType?: string;
  /** An event of a job; or a frame of its socket beside the events: one that clients send, or an answer to it. */
  readonly role: 'event' | 'client-frame' | 'server-frame';
  readonly summary?: string;
  readonly description?: string;
  /** The whole object on the wire, a `$ref` to a named schema. */
  readonly payload: JsonSchema;
  readonly headers?: JsonSchema;
  /** The payload's; JSON unless something else is said. */
  readonly contentType?: string;
  readonly examples: readonly JsonValue[];
}

/** One webhook: an event that is posted to a client, as OpenAPI and AsyncAPI both describe it. */
export interface Webhook {
  /** The `type` on the wire, and its name in both documents: `job.succeeded`. */
  readonly name: string;
  readonly summary?: string;
  readonly description?: string;
  readonly operationId: string;
  /** The body's, JSON. */
  readonly contentType: string;
  /** The whole body. */
  readonly payload: JsonSchema;
}

/** One job type: what `specs/jobs/<name>.yaml` declares, defaults filled in. */
export interface JobType {
  /** `text.generate`. */
  readonly name: string;
  /** `TextGenerate`: prefix of its schemas' names. */
  readonly pascalName: string;
  readonly version: string;
  readonly description: string;
  /** The spec file, relative to the project's root. */
  readonly source: string;
  readonly input: JsonSchema;
  readonly result: JsonSchema;
  readonly checkpoint?: JsonSchema;
  readonly events: readonly JobEventType[];
  /** What its running jobs can be told; without any they have no socket. */
  readonly inputs: readonly JobInputType[];
  readonly timeoutSeconds: number;
  readonly queueTimeoutSeconds: number;
  readonly concurrency: number;
  readonly maxAttempts: number;
  readonly sync: boolean;
  readonly bodyLimitBytes: number;
  readonly resultTtlSeconds: number;
  readonly examples: readonly JsonObject[];
}

/** An input of a job type. */
export interface JobInputType {
  /** `message`: the `type` in the frame's data. */
  readonly name: string;
  readonly description?: string;
  /** The frame's data, its `type` included. */
  readonly data: JsonSchema;
  /** Name of the whole message in `Contract.messages`. */
  readonly message: string;
}

/** An event of a job type. */
export interface JobEventType {
  /** `token`: the `type` on the wire. */
  readonly name: string;
  readonly description?: string;
  /** The event's own fields, `data` in the envelope. */
  readonly data: JsonSchema;
  /** Name of the whole message in `Contract.messages`. */
  readonly message: string;
}

/** One error code with its words. */
export interface ProblemKind {
  readonly code: string;
  readonly title: string;
  readonly description: string;
  readonly retryable: boolean;
  /** HTTP status; absent for errors that only jobs end with. */
  readonly status?: number;
}

/** A generated file: path relative to the output folder (or to the project's root where `root` says so). */
export interface GeneratedFile {
  readonly path: string;
  readonly content: string;
  /**
   * `generated` (default): rewritten and removed with the output. `once`: written if absent, never again. `managed`:
   * outside the output folder, but owned by the compiler. `last`: takes the place of a managed file that there is no
   * other need for any more; where none is, nothing is written.
   */
  readonly ownership: 'generated' | 'once' | 'managed' | 'last';
}

/** Remembers what was made from what, so that `--watch` makes only what an edit touches. */
export interface EmitCache {
  /** What `make` gave for this name and these inputs before, or gives now. `inputs` must be all that it depends on. */
  remember<T>(name: string, inputs: unknown, make: () => T | Promise<T>): Promise<T>;
}

/** Something in a schema that generated code does not do: it is looser there than the document, never wrong. */
export interface SchemaGap {
  /** The schema of the contract, the very object. */
  readonly schema: JsonSchema;
  readonly reason: string;
}

/** An emitter: pure, total, `Contract` in and files out. What it cannot express it tells to `report`. */
export type Emitter = (
  contract: Contract,
  cache: EmitCache,
  report?: (gap: SchemaGap) => void,
) => readonly GeneratedFile[] | Promise<readonly GeneratedFile[]>;
