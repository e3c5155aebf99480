// Specwire's runtime, copied here by `npm run generate`. Do not edit.

/** A fault that a validator found, as Ajv reports it. */
export interface SchemaError {
  /** JSON Pointer of the faulty value. */
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** A precompiled JSON Schema. `errors` are those of the latest call. */
export interface Validator<T> {
  (value: unknown): value is T;
  readonly errors?: readonly SchemaError[] | null;
}

/** One entry of a problem's `errors`. */
export interface ValidationError {
  readonly in: 'body' | 'query' | 'path' | 'header';
  /** `#/input/max_tokens` in a body; elsewhere the parameter's name. */
  readonly pointer: string;
  readonly message: string;
  /** The schema's keyword that was not met. */
  readonly rule: string;
}

/** Keywords that only say that one of their parts failed, which is reported by itself. */
const WRAPPERS = new Set(['oneOf', 'anyOf', 'allOf', 'if', 'discriminator', 'propertyNames']);

/** The faults as a problem reports them: each once, each at the field that is missing, unknown or wrong. */
export function toValidationErrors(
  errors: readonly SchemaError[],
  place: ValidationError['in'],
): ValidationError[] {
  const causes = errors.filter((error) => !WRAPPERS.has(error.keyword));
  const seen = new Map<string, ValidationError>();
  for (const error of causes.length > 0 ? causes : errors) {
    const pointer = pointerOf(error, place);
    const { keyword: rule, message = 'is not valid' } = error;
    seen.set(`${pointer} ${rule} ${message}`, {
      in: place,
      pointer,
      message: messageOf(error, message),
      rule,
    });
  }
  return [...seen.values()];
}

/** The property that an error is about, where Ajv names the object around it. */
const SUBJECTS: Readonly<Record<string, string>> = {
  required: 'missingProperty',
  additionalProperties: 'additionalProperty',
  unevaluatedProperties: 'unevaluatedProperty',
  discriminator: 'tag',
};

function pointerOf(error: SchemaError, place: ValidationError['in']): string {
  const subject = error.params[SUBJECTS[error.keyword] ?? ''];
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

function messageOf(error: SchemaError, message: string): string {
  const { params } = error;
  switch (error.keyword) {
    case 'required':
      return 'is required';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not a known field';
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}`;
    case 'enum':
      return `must be one of ${(params['allowedValues'] as readonly unknown[]).map((value) => JSON.stringify(value)).join(', ')}`;
    case 'discriminator':
      return params['error'] === 'mapping'
        ? `has no variant ${JSON.stringify(params['tagValue'])}`
        : 'must be a string';
    default:
      return message;
  }
}
