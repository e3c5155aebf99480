/** One operation, as far as the router needs to know it: plain data. */
export interface Route {
  readonly operationId: string;
  /** In small letters. */
  readonly method: string;
  /** The path template as the document has it: `/pets/{petId}`. */
  readonly path: string;
  readonly parameters?: readonly RouteParameter[];
  /** Alternatives; each names the schemes that it needs together, with their scopes. Absent: none is needed. */
  readonly security?: readonly SecurityRequirement[];
  readonly body?: RouteBody;
  /** Content types by status: `200`, `4XX` or `default`. */
  readonly responses: Readonly<Record<string, readonly string[]>>;
  /** Headers of its answers that are written otherwise than is usual, by status and by their names in lower case. */
  readonly responseHeaders?: Readonly<Record<string, Readonly<Record<string, HeaderForm>>>>;
  /** Events of its streams whose data is text as it stands, true for all; `''` is those without a name. Others are JSON. */
  readonly textEvents?: readonly string[] | true;
}

/**
 * Routes as generated code lists them. A tuple: of an array that is written out, TypeScript compares each element with each
 * other, which of a thousand routes takes seconds.
 */
export type RouteTable = readonly [] | readonly [Route, ...Route[]];

/** Schemes that are needed together, with their scopes. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

/** What a value is that stands in a text: it decides how the text is taken apart. */
export type Shape = 'value' | 'array' | 'object' | 'any';

/** How a value is written as text (OpenAPI 3.1, section 4.8.12.3). */
export interface TextForm {
  /** Absent: `form` in a query or a cookie, `simple` in a path or a header. */
  readonly style?:
    | ('simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject')
    | 'cookie';
  /** Absent: true for `form` and `cookie`. */
  readonly explode?: boolean;
  /** Absent: `value`. */
  readonly shape?: Shape;
  /** The known fields of an object. */
  readonly fields?: Readonly<Record<string, Shape>>;
  /** The object may have other fields as well. */
  readonly open?: boolean;
  /** The text is a JSON document: style and shape mean nothing. */
  readonly json?: boolean;
}

/** How a header of an answer is written. */
export type HeaderForm = Pick<TextForm, 'explode' | 'json'>;

/** A parameter. */
export interface RouteParameter extends TextForm {
  readonly name: string;
  readonly in: 'path' | 'query' | 'querystring' | 'header' | 'cookie';
  /** Of a query that is one value: what it is written as. */
  readonly content?: RouteContent;
}

/** A request's body. */
export interface RouteBody {
  readonly required?: boolean;
  readonly content: readonly RouteContent[];
}

/** A body of one content type, which may be a range: `image/*`. */
export interface RouteContent {
  readonly contentType: string;
  /** Its schema is that of what the text stands for, not of the text: XML. */
  readonly unchecked?: boolean;
  /** Fields of a form that are files, or lists of files. */
  readonly files?: Readonly<Record<string, 'value' | 'array'>>;
  /** Fields of a form that are not texts, repeated where they are lists. */
  readonly fields?: Readonly<Record<string, TextForm>>;
}

/** How a client shows who it is. */
export interface RouteSecurityScheme {
  readonly name: string;
  readonly type: 'apiKey' | 'http' | 'oauth2' | 'openIdConnect' | 'mutualTLS';
  /** Of an `http` scheme, in lower case: `bearer`, `basic`. */
  readonly scheme?: string;
  /** Where an API key goes, and under which name. */
  readonly key?: { readonly in: 'header' | 'query' | 'cookie'; readonly name: string };
}
