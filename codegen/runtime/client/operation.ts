/** How a value becomes text (OpenAPI 3.1, section 4.8.12). */
export type ParameterStyle =
  | 'simple'
  | 'label'
  | 'matrix'
  | 'form'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'deepObject'
  | 'cookie';

/** How one value is written; what is absent is as is usual in its place. */
export interface ValueFormat {
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  /** Reserved characters stay as they are. */
  readonly allowReserved?: boolean;
  /** The value is a document of this type within the text; style and explode mean nothing then. */
  readonly contentType?: string;
}

/** Formats by the name of a parameter or field. */
export type Formats = Readonly<Record<string, ValueFormat>>;

/** How a body is read: as JSON, as text, as a `Blob`, or as its own content type asks for. */
export type BodyReading = 'json' | 'text' | 'blob' | 'any';

/** How a header is read. */
export type HeaderReading = 'string' | 'number' | 'boolean' | 'strings' | 'numbers' | 'json';

/** How the data of an event is read. */
export type DataReading = 'json' | 'text';

/** What the contract says of an operation, as far as sending it needs that. */
export interface OperationSpec {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** Where it is, if not where the others are. */
  readonly baseUrl?: string;
  /** Parameters that are not written as is usual in their place. */
  readonly formats?: {
    readonly path?: Formats;
    readonly query?: Formats;
    readonly headers?: Formats;
    readonly cookies?: Formats;
  };
  /** The query is one value of this content type, whose fields are written so. */
  readonly querystring?: { readonly contentType: string; readonly formats: Formats };
  /** Content types of the body, the usual one first, each with the fields that are not written as is usual in it. */
  readonly body?: Readonly<Record<string, Formats>>;
  /** The documented responses: by status, range or `default`, then by content type. */
  readonly responses: Readonly<Record<string, Readonly<Record<string, BodyReading>>>>;
  readonly responseHeaders?: Readonly<Record<string, Readonly<Record<string, HeaderReading>>>>;
  /** Alternatives; each names the security schemes that it needs together. */
  readonly security?: readonly (readonly string[])[];
  /** The header that makes the request one that may be repeated. */
  readonly idempotencyKey?: string;
}

/** What a stream of an operation says. */
export interface StreamSpec {
  readonly contentType: string;
  /** The documented names of events; without it events of any name are given. */
  readonly events?: Readonly<Record<string, DataReading>>;
  /** How data is read of events that are not among them. */
  readonly others?: DataReading;
}

/** The arguments of a call. */
export interface RequestParts {
  readonly path?: object | undefined;
  /** Parameters by name, or the one value that the query is. */
  readonly query?: unknown;
  readonly headers?: object | undefined;
  readonly cookies?: object | undefined;
  readonly body?: unknown;
  /** Of the body, where there are several. */
  readonly contentType?: string | undefined;
}

/** Of an operation that takes nothing. */
export type NoParts = Readonly<Record<string, never>>;

/** Bytes that are sent as they are. A stream is sent once: such a call is not tried again. */
export type Binary = Blob | Uint8Array | ArrayBuffer | ReadableStream<Uint8Array>;

/** Options of every call. */
export interface CallOptions {
  /** Gives the call up. */
  readonly signal?: AbortSignal | undefined;
  /** How often a call that may be repeated is tried again; as the client has it unless given. */
  readonly maxRetries?: number | undefined;
  /** Milliseconds that one try may take; as the client has it unless given. */
  readonly timeoutMs?: number | undefined;
  /** Headers besides those of the contract. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Whether redirects are followed. They are, unless the contract has no other answer than a redirect. */
  readonly redirect?: 'follow' | 'manual' | undefined;
}

/** Options of streams of server-sent events. */
export interface StreamOptions extends CallOptions {
  /** Events after this one; absent: from the first. */
  readonly lastEventId?: string | undefined;
  /** A connection that says nothing for so long is given up; 45,000 unless given. */
  readonly silenceMs?: number | undefined;
  /**
   * Whether the request may be sent again when its connection ends, to go on behind the last event. A GET is, and a QUERY; any
   * other method only if you say that doing it twice does no harm.
   */
  readonly resumes?: boolean | undefined;
  /** Is told of events whose names the contract does not know; they are passed over. */
  readonly onUnknownEvent?:
    | ((event: { readonly event: string; readonly data: string; readonly id: string }) => void)
    | undefined;
}
