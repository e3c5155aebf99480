// Specwire's runtime, copied here by `npm run generate`. Do not edit.

/** What Ajv tells of a fault; which of it depends on the keyword. */
export interface SchemaErrorParams {
  readonly missingProperty?: unknown;
  readonly passingSchemas?: unknown;
  readonly allowedValue?: unknown;
  readonly allowedValues?: unknown;
  readonly error?: unknown;
  readonly tagValue?: unknown;
  readonly type?: unknown;
  readonly limit?: unknown;
  readonly comparison?: unknown;
  readonly pattern?: unknown;
  readonly format?: unknown;
  readonly multipleOf?: unknown;
  readonly property?: unknown;
  readonly i?: unknown;
  readonly j?: unknown;
  readonly [name: string]: unknown;
}

/** A fault that a validator found, as Ajv reports it. */
export interface SchemaError {
  /** JSON Pointer of the faulty value. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: SchemaErrorParams;
  readonly message?: string;
  /** The property whose name it is about (`propertyNames`). */
  readonly propertyName?: string;
}

/** A precompiled JSON Schema. `errors` are those of the latest call. */
export interface Validator<T> {
  (value: unknown): value is T;
  readonly errors?: readonly SchemaError[] | null;
}

/**
 * Parameters of a request, as text that is split as their styles say: strings, lists of strings, objects of strings.
 * Names of headers are in lower case. The validator puts in place what the texts stand for, and fills in defaults.
 */
export interface ParameterValues {
  readonly path: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  readonly headers: Record<string, unknown>;
  readonly cookies: Record<string, unknown>;
}

/**
 * Validators of bodies by content type, as the document writes it: of those alone that have something to check. Only
 * those of forms change what they are given: fields come as text, like parameters.
 */
export type BodyValidators = Readonly<Record<string, Validator<unknown>>>;

/** What is checked of a request. */
export interface RequestValidators {
  readonly parameters?: Validator<ParameterValues>;
  readonly body?: BodyValidators;
}

/** What is checked of a response. */
export interface ResponseValidators {
  readonly body?: BodyValidators;
  /** Of all headers, by their names in lower case; it puts in place what their texts stand for. */
  readonly headers?: Validator<unknown>;
  /** Of one item of a stream, by content type; of an event stream, of the data of any event. */
  readonly items?: BodyValidators;
  /** Of the data of events by their names, by content type; under `*` that of any other event. */
  readonly events?: Readonly<Record<string, BodyValidators>>;
}

/** What is checked of an operation. Responses by status: `200`, `4XX`, `default`. */
export interface OperationValidators extends RequestValidators {
  readonly responses: Readonly<Record<string, ResponseValidators>>;
}

/** What is checked of a message. */
export interface MessageValidators {
  readonly payload: Validator<unknown>;
  readonly headers?: Validator<unknown>;
}

/** One entry of a problem's `errors`. */
export interface ValidationError {
  readonly in: 'body' | 'query' | 'path' | 'header' | 'cookie';
  /** `#/input/max_tokens` in a body; elsewhere the parameter's name. */
  readonly pointer: string;
  readonly message: string;
  /** The schema's keyword that was not met. */
  readonly rule: string;
}

/** Keywords that only say that one of their parts failed, which is reported by itself. */
const WRAPPERS = new Set(['oneOf', 'anyOf', 'allOf', 'if', 'propertyNames']);

/**
 * The faults as a problem reports them: each once, each at the field that is missing, unknown or wrong; so many at most.
 */
export function toValidationErrors(
  errors: readonly SchemaError[],
  place: ValidationError['in'],
  limit = Number.POSITIVE_INFINITY,
): ValidationError[] {
  const choices = errors.filter((error) => isChoiceOfFields(error, errors));
  const causes = errors.filter(
    (error) => isCause(error, choices) && !choices.some((choice) => isPartOf(error, choice)),
  );
  const seen = new Map<string, ValidationError>();
  for (const error of causes.length > 0 ? causes : errors) {
    const pointer = pointerOf(error, place);
    const message = choices.includes(error) ? choiceMessage(error, errors) : messageOf(error);
    const rule = isMissingTag(error) ? 'required' : error.keyword;
    seen.set(`${pointer} ${rule} ${message}`, { in: place, pointer, message, rule });
    if (seen.size >= limit) break;
  }
  return [...seen.values()];
}

function isCause(error: SchemaError, choices: readonly SchemaError[]): boolean {
  // A `oneOf` that several variants met has no other fault to show.
  const isAmbiguous = error.keyword === 'oneOf' && Array.isArray(error.params.passingSchemas);
  return !WRAPPERS.has(error.keyword) || isAmbiguous || choices.includes(error);
}

/** Whether the error lies in one of the alternatives of another one, about the same value. */
function isPartOf(error: SchemaError, wrapper: SchemaError): boolean {
  return error.instancePath === wrapper.instancePath && error.schemaPath.startsWith(`${wrapper.schemaPath}/`);
}

/** Whether all that failed is that none of several fields is there. */
function isChoiceOfFields(error: SchemaError, errors: readonly SchemaError[]): boolean {
  if (error.keyword !== 'oneOf' && error.keyword !== 'anyOf') return false;
  const parts = errors.filter((part) => isPartOf(part, error));
  return parts.length > 1 && parts.every((part) => part.keyword === 'required');
}

function choiceMessage(choice: SchemaError, errors: readonly SchemaError[]): string {
  const parts = errors.filter((part) => isPartOf(part, choice));
  return `needs ${[...new Set(parts.map((part) => part.params.missingProperty))].join(' or ')}`;
}

/** The property that an error is about, where Ajv names the object around it. */
const SUBJECTS: Readonly<Record<string, string>> = {
  required: 'missingProperty',
  additionalProperties: 'additionalProperty',
  unevaluatedProperties: 'unevaluatedProperty',
  discriminator: 'tag',
};

function pointerOf(error: SchemaError, place: ValidationError['in']): string {
  // A fault of a property's name is one of the property.
  const subject = error.params[SUBJECTS[error.keyword] ?? ''] ?? error.propertyName;
  const path =
    typeof subject === 'string'
      ? `${error.instancePath}/${subject.replaceAll('~', '~0').replaceAll('/', '~1')}`
      : error.instancePath;
  return place === 'body' ? `#${encodeFragment(path)}` : path.slice(1);
}

/** RFC 6901 section 6: a pointer as a URI fragment. */
function encodeFragment(pointer: string): string {
  return pointer.split('/').map(encodeURIComponent).join('/');
}

/** The tag that picks a variant is not there: like any other field that is missing. */
function isMissingTag({ keyword, params }: SchemaError): boolean {
  return keyword === 'discriminator' && params.error === 'tag' && params.tagValue === undefined;
}

function messageOf(error: SchemaError): string {
  const { keyword, params } = error;
  const message = error.message ?? plainMessage(keyword, params);
  const values = (list: unknown) =>
    (list as readonly unknown[]).map((value) => JSON.stringify(value)).join(', ');
  switch (keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not a known field';
    case 'const':
      return `must be ${values([params.allowedValue])}`;
    case 'enum':
      return `must be one of ${values(params.allowedValues)}`;
    case 'oneOf':
      return Array.isArray(params.passingSchemas)
        ? 'meets several alternatives that exclude each other'
        : message;
    case 'discriminator':
      if (params.error === 'mapping') return `has no variant ${JSON.stringify(params.tagValue)}`;
      return isMissingTag(error) ? 'is required' : 'must be a string';
    default:
      return message;
  }
}

/** What an error says that comes without words, as precompiled validators of whole documents give them. */
function plainMessage(keyword: string, params: SchemaErrorParams): string {
  const { type, limit, comparison, pattern, format, multipleOf } = params;
  switch (keyword) {
    case 'type':
      if (type === undefined) return 'is not valid';
      return `must be ${Array.isArray(type) ? type.join(' or ') : String(type)}`;
    case 'maximum':
    case 'minimum':
    case 'exclusiveMaximum':
    case 'exclusiveMinimum':
      return `must be ${String(comparison)} ${String(limit)}`;
    case 'multipleOf':
      return `must be a multiple of ${String(multipleOf)}`;
    case 'pattern':
      return `must match ${String(pattern)}`;
    case 'format':
      return `must be of the format ${String(format)}`;
    case 'uniqueItems':
      return `has the same item at ${String(params.j)} and ${String(params.i)}`;
    case 'dependentRequired':
      return `needs ${String(params.missingProperty)} beside ${String(params.property)}`;
    case 'false schema':
    case 'not':
      return 'is not allowed';
    default:
      return sizeMessage(keyword, limit);
  }
}

const SIZES: Readonly<Record<string, string>> = {
  Length: 'characters',
  Items: 'items',
  Properties: 'properties',
};

function sizeMessage(keyword: string, limit: unknown): string {
  const [, bound, size = ''] = /^(max|min)(Length|Items|Properties)$/.exec(keyword) ?? [];
  if (bound === undefined) return 'is not valid';
  return `must have ${bound === 'max' ? 'at most' : 'at least'} ${String(limit)} ${SIZES[size]}`;
}

/** The faults of parameters as a problem reports them: each with its place and its name. */
export function toParameterErrors(
  errors: readonly SchemaError[],
  limit = Number.POSITIVE_INFINITY,
): ValidationError[] {
  return toValidationErrors(errors, 'path', limit).map((error) => {
    const [group = '', ...name] = error.pointer.split('/');
    return { ...error, in: PLACES[group] ?? 'path', pointer: name.join('/') };
  });
}

const PLACES: Readonly<Record<string, ValidationError['in']>> = {
  path: 'path',
  query: 'query',
  headers: 'header',
  cookies: 'cookie',
};
