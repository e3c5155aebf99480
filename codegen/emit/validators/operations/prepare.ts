/** Schemas from a document to the form that is compiled. */
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { JsonObject, JsonSchema, JsonValue } from '../../../model/contract.js';
import { eachSubschema, hasKey, isObject } from '../../subschemas.js';
import { withQuickUniqueness } from '../quick-uniqueness.js';
import { withSizesFirst } from '../sizes-first.js';
import { withTags } from '../tags.js';
import type { Check, Gap, OperationChecks, ResponseChecks } from './checks.js';
import type { Features } from './function-source.js';
import type { PlannedChecks } from './operation-checks.js';
import { loosener } from './reversals.js';
import { usableSchema } from './usable-schema.js';

/** What is compiled, and what of the document is not in it. */
export interface PreparedChecks extends PlannedChecks {
  readonly features: Features;
  readonly gaps: readonly Gap[];
}

/** Names of formats by their letters alone. */
const FORMATS = new Map(Object.keys(fullFormats).map((name) => [bareName(name), name]));

function bareName(format: string): string {
  return format.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Makes all schemas usable. */
export function prepareChecks(planned: PlannedChecks): PreparedChecks {
  const gaps = new Gaps();
  const loosened = new WeakSet<JsonObject>();
  const usable = (check: Check): Check => ({
    ...check,
    schema: usableSchema(check.schema, {
      isNamed: (name) => Object.hasOwn(planned.schemas, name),
      isFormat: (format) => Object.hasOwn(fullFormats, format),
      nearFormat: (format) => FORMATS.get(bareName(format)),
      report: (path, reason) => gaps.add({ path: check.locate(path), reason }),
      loosened,
    }),
  });
  const named = mapValues(planned.schemas, usable);
  const operations = planned.operations.map((operation) => mapChecks(operation, usable));
  const schemas = mapValues(named, ({ schema }) => schema);
  const loosen = gaps.list.length === 0 ? undefined : loosener(schemas, loosened);
  const finish = (check: Check): Check => ({
    ...check,
    schema: forAjv(loosen === undefined ? check.schema : loosen(check.schema), schemas),
  });
  const finished = {
    schemas: mapValues(named, finish),
    operations: operations.map((operation) => mapChecks(operation, finish)),
  };
  return { ...finished, features: featuresOf(finished), gaps: gaps.list };
}

function forAjv(schema: JsonSchema, schemas: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const tagged = hasKey(schema, 'discriminator') ? withTags(schema as JsonValue, schemas) : schema;
  const quick = hasKey(tagged, 'uniqueItems') ? withQuickUniqueness(tagged as JsonValue, schemas) : tagged;
  const hasSizes = hasKey(quick, 'maxItems') || hasKey(quick, 'maxProperties');
  return (hasSizes ? withSizesFirst(quick as JsonValue) : quick) as JsonSchema;
}

/** Each format is told once, and each thing at one place once. */
class Gaps {
  readonly list: Gap[] = [];
  readonly #seen = new Set<string>();

  add(gap: Gap): void {
    const isFormat = gap.path.at(-1) === 'format';
    const key = isFormat ? gap.reason : gap.path.join('/');
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.list.push(gap);
  }
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** A copy of what is checked of an operation, with each check replaced. */
function mapChecks(operation: OperationChecks, change: (check: Check) => Check): OperationChecks {
  const byType = (checks: OperationChecks['body']) =>
    checks.map(([type, check]) => [type, change(check)] as const);
  const response = (checks: ResponseChecks): ResponseChecks => ({
    ...checks,
    body: byType(checks.body),
    ...(checks.headers !== undefined && { headers: change(checks.headers) }),
    items: byType(checks.items),
    events: checks.events.map(([type, events]) => [type, byType(events)]),
  });
  return {
    ...operation,
    ...(operation.parameters !== undefined && { parameters: change(operation.parameters) }),
    body: byType(operation.body),
    responses: operation.responses.map(response),
  };
}

/** Everything that is checked of an operation. */
export function allChecks(operation: OperationChecks): readonly Check[] {
  const checks: Check[] = [];
  mapChecks(operation, (check) => {
    checks.push(check);
    return check;
  });
  return checks;
}

function featuresOf({ schemas, operations }: PlannedChecks): Features {
  let unevaluated = false;
  let inheritedNames = false;
  const visit = (schema: JsonSchema): void => {
    if (typeof schema === 'boolean') return;
    unevaluated ||= 'unevaluatedProperties' in schema || 'unevaluatedItems' in schema;
    const named = isObject(schema.properties) ? Object.keys(schema.properties) : [];
    const required = Array.isArray(schema.required) ? (schema.required as readonly string[]) : [];
    inheritedNames ||= [...named, ...required].some((name) => name in Object.prototype);
    eachSubschema(schema, visit);
  };
  for (const { schema } of [...Object.values(schemas), ...operations.flatMap(allChecks)]) visit(schema);
  return { unevaluated, inheritedNames };
}
