/** Holds every example, and every default, against its schema. */
import type { Diagnostic } from '../../diagnostics.js';
import type { BuiltContract } from '../../model/build-contract.js';
import { diagnosticAt, type Origin } from '../source.js';
import { isPlatformFile } from '../spec-files.js';
import type { ExampleComplaint } from './example-errors.js';
import { type Example, listExamples } from './example-list.js';
import { placeKey } from './reference-rules.js';
import { SchemaSet } from './schema-set.js';
import type { Structure } from './structure.js';
import { UsableSchemas } from './usable-schemas.js';

/**
 * What the last run found, by the texts of schema and value, on which alone it depends: after an edit of one file only
 * what the edit touches is looked at again.
 */
let verdicts = new Map<string, readonly ExampleComplaint[]>();

/** Checks the examples of all documents; nothing is held against a schema that is itself wrong. */
export function checkExamples(
  built: BuiltContract,
  structure: Structure,
  unusable: ReadonlySet<string>,
): readonly Diagnostic[] {
  const usable = new UsableSchemas(built, unusable);
  const schemas = new SchemaSet(usable.named, unusable.size > 0);
  const before = verdicts;
  verdicts = new Map();
  const seen = new Set<string>();
  return listExamples(built, structure).flatMap((example) => {
    // A schema that was copied into several documents or variants has its examples once.
    const place = `${placeKey(example.origin)} ${example.schemaKey ?? ''}`;
    if (seen.has(place)) return [];
    seen.add(place);
    // The platform's examples are of job types that the project does not have.
    if (isPlatformFile(example.origin.file.path)) return [];
    if (usable.isLoose(example.schema)) return [];
    const key = `${schemas.fingerprint(example.schema)} ${JSON.stringify(example.value)}`;
    const complaints = before.get(key) ?? schemas.check(example.schema, example.value);
    verdicts.set(key, complaints);
    return complaints.map((complaint) => locate(example, complaint));
  });
}

function locate(
  { origin, what, opaque }: Example,
  { message, hint, pointer, on }: ExampleComplaint,
): Diagnostic {
  const part = opaque === true ? pointer.slice(1).replaceAll('/', '.') : '';
  const place: Origin =
    opaque === true ? origin : { file: origin.file, pointer: `${origin.pointer}${pointer}` };
  const where = part === '' ? '' : `\`${part}\` `;
  return diagnosticAt(place, 'wrong-example', `${what} does not meet its schema: ${where}${message}`, {
    on,
    hint,
  });
}
