/**
 * What must hold between a discriminator and the alternatives that it tells apart.
 * @see https://spec.openapis.org/oas/v3.1.1.html#discriminator-object
 */
import type { Diagnostic } from '../../diagnostics.js';
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { asList, asObject, asString, canonicalText, isArray, isObject, own, valueAt } from '../json.js';
import type { Project } from '../project.js';
import { mappingReference, referenceDiagnostic, resolveReference } from '../references.js';
import { diagnosticAt, type Origin, placeName } from '../source.js';
import { at, resolveOrigin } from './openapi-operations.js';
import { placeKey } from './reference-rules.js';
import type { Visit } from './structure.js';

/** Checks that every discriminator can do what it is for. */
export function checkDiscriminators(project: Project, visits: readonly Visit[]): readonly Diagnostic[] {
  return visits.flatMap(({ kind, node, origin }) => {
    const discriminator = asObject(node.discriminator);
    const property = asString(discriminator.propertyName);
    if (kind !== 'SchemaObject' || property === undefined) return [];
    const branches = branchesOf(node, origin).map((branch) => readBranch(project, branch, property));
    return [
      ...checkBranches(branches, property),
      ...checkMapping(project, at(origin, 'discriminator', 'mapping'), branches, property),
    ];
  });
}

/** One alternative, and what it says of the property that tells it apart. */
interface Branch extends Tag {
  readonly origin: Origin;
  /** Where its schema is written out; undefined if its reference leads nowhere. */
  readonly target: Origin | undefined;
}

interface Tag {
  readonly isRequired: boolean;
  /** The values that the property may have, if the schema says that. */
  readonly values?: readonly JsonValue[];
}

function readBranch(project: Project, origin: Origin, property: string): Branch {
  return {
    origin,
    target: resolveOrigin(project, origin),
    ...tagOf(project, origin, property, []),
  };
}

function branchesOf(schema: JsonObject, origin: Origin): readonly Origin[] {
  return ['oneOf', 'anyOf'].flatMap((key) => listAt(schema, key).map((_, index) => at(origin, key, index)));
}

function* checkBranches(branches: readonly Branch[], property: string): Iterable<Diagnostic> {
  const holders = new Map<string, Branch>();
  for (const branch of branches) {
    // A reference that leads nowhere is reported as such.
    if (!branch.target) continue;
    if (!branch.isRequired) {
      const message = `\`${property}\` tells the alternatives apart, but this one does not require it`;
      yield diagnosticAt(branch.origin, 'bad-schema', message, {
        on: 'key',
        hint: `Add \`${property}\` to the \`required\` of ${placeName(branch.target)}.`,
      });
    }
    for (const value of branch.values ?? []) {
      const holder = holders.get(canonicalText(value));
      if (!holder) holders.set(canonicalText(value), branch);
      if (!holder?.target) continue;
      const message = `\`${property}\` is ${quote(value)} here and in the alternative at ${placeName(holder.origin)}`;
      const hint = 'Give each alternative a value of its own.';
      yield diagnosticAt(branch.origin, 'bad-schema', message, { on: 'key', hint });
    }
  }
}

function* checkMapping(
  project: Project,
  origin: Origin,
  branches: readonly Branch[],
  property: string,
): Iterable<Diagnostic> {
  for (const [value, written] of Object.entries(asObject(valueAt(origin.file.value, origin.pointer)))) {
    // What is no text is reported as such.
    if (typeof written !== 'string') continue;
    const place = at(origin, value);
    const reference = mappingReference(origin.file, written);
    const resolution = resolveReference(project, origin.file, reference);
    if (resolution.kind !== 'found') {
      const diagnostic = referenceDiagnostic(project, place, reference, resolution);
      if (diagnostic) yield diagnostic;
      continue;
    }
    const target = resolveOrigin(project, resolution.target);
    const branch = branches.find((one) => one.target && target && placeKey(one.target) === placeKey(target));
    if (!branch && branches.length > 0) {
      const hint = 'Refer to one of the schemas in `oneOf`.';
      yield diagnosticAt(place, 'bad-schema', `\`${written}\` is none of the alternatives`, { hint });
    } else if (branch?.values && !branch.values.includes(value)) {
      const message = `\`${written}\` has ${branch.values.map(quote).join(' or ')} as its \`${property}\``;
      yield diagnosticAt(place, 'bad-schema', `${message}, not \`${value}\``);
    }
  }
}

function quote(value: JsonValue): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}

/** What a schema says of a property: itself, in all of its parts, or in each of its alternatives. */
function tagOf(project: Project, origin: Origin, property: string, within: readonly string[]): Tag {
  const place = resolveOrigin(project, origin);
  if (!place || within.includes(placeKey(place))) return { isRequired: false };
  const schema = asObject(valueAt(place.file.value, place.pointer));
  const read = (origins: readonly Origin[]) =>
    origins.map((one) => tagOf(project, one, property, [...within, placeKey(place)]));
  const parts = read(listAt(schema, 'allOf').map((_, index) => at(place, 'allOf', index)));
  const alternatives = read(branchesOf(schema, place));
  const everyAlternative = alternatives.length > 0 && alternatives.every(({ isRequired }) => isRequired);
  const values =
    valuesOf(project, at(place, 'properties', property)) ??
    parts.find((part) => part.values)?.values ??
    (alternatives.length > 0 && alternatives.every((one) => one.values)
      ? alternatives.flatMap((one) => one.values ?? [])
      : undefined);
  return {
    isRequired:
      listAt(schema, 'required').includes(property) ||
      parts.some(({ isRequired }) => isRequired) ||
      everyAlternative,
    ...(values && { values }),
  };
}

/** The values that the schema at a place allows by name. */
function valuesOf(project: Project, origin: Origin): readonly JsonValue[] | undefined {
  const place = resolveOrigin(project, origin);
  const schema = place && valueAt(place.file.value, place.pointer);
  if (!isObject(schema)) return undefined;
  const constant = own(schema, 'const');
  return constant === undefined ? (isArray(schema.enum) ? schema.enum : undefined) : [constant];
}

function listAt(schema: JsonObject, key: string): readonly JsonValue[] {
  return asList(own(schema, key));
}
