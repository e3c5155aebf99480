/** A response with a status of 2xx. */
export interface Ok<Status extends number, Body, Headers = NoHeaders, ContentType = string | undefined> {
  readonly ok: true;
  readonly status: Status;
  /** The documented ones, as their schemas have them; `raw` has all. */
  readonly headers: Headers;
  /** The documented one that came. */
  readonly contentType: ContentType;
  /** As its content type has it: the value of JSON, text, or a `Blob` for all that is neither. */
  readonly body: Body;
  /** The response that `fetch` gave. Its body has been read. */
  readonly raw: Response;
}

/** A response with another status. */
export interface NotOk<Status extends number, Body, Headers = NoHeaders, ContentType = string | undefined> {
  readonly ok: false;
  readonly status: Status;
  /** The documented ones, as their schemas have them; `raw` has all. */
  readonly headers: Headers;
  /** The documented one that came. */
  readonly contentType: ContentType;
  /** As its content type has it: the value of JSON, text, or a `Blob` for all that is neither. */
  readonly body: Body;
  /** The response that `fetch` gave. Its body has been read. */
  readonly raw: Response;
}

/** No header is documented. */
export type NoHeaders = Readonly<Record<never, never>>;

/** Any response that the contract documents. */
export type AnyReply = Ok<number, unknown, unknown> | NotOk<number, unknown, unknown>;

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type ToNumber<Text extends string> = Text extends `${infer Value extends number}` ? Value : never;

/** 200 to 299. */
export type Status2XX = ToNumber<`2${Digit}${Digit}`>;
/** 300 to 399. */
export type Status3XX = ToNumber<`3${Digit}${Digit}`>;
/** 400 to 499. */
export type Status4XX = ToNumber<`4${Digit}${Digit}`>;
/** 500 to 599. */
export type Status5XX = ToNumber<`5${Digit}${Digit}`>;
/** 300 to 599. */
export type NotOkStatus = Status3XX | Status4XX | Status5XX;
