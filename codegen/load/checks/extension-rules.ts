/** What must hold for the extension points by which job types join the schemas of all jobs. */
import { type Diagnostic, didYouMean } from '../../diagnostics.js';
import { asObject, childPointer, isArray, isObject, own } from '../json.js';
import { diagnosticAt } from '../source.js';
import type { Visit } from './structure.js';

/** Checks that `x-each-job-type` names properties that its schema has. */
export function checkExtensions(visits: readonly Visit[]): readonly Diagnostic[] {
  return visits.flatMap(({ kind, node, origin }) => {
    const roles = node['x-each-job-type'];
    if (kind !== 'SchemaObject' || !isObject(roles)) return [];
    const properties = asObject(node.properties);
    return Object.entries(roles).flatMap(([property, role]) => {
      const at = { file: origin.file, pointer: childPointer(`${origin.pointer}/x-each-job-type`, property) };
      const report = (message: string, hint: string) => [
        diagnosticAt(at, 'extension', message, { on: 'key', hint }),
      ];
      if (own(properties, property) === undefined) {
        const near = didYouMean(property, Object.keys(properties));
        const add = `Add it to \`properties\`; the bundler fills in what each job type needs.`;
        return report(`the schema has no property \`${property}\``, near ? `Did you mean \`${near}\`?` : add);
      }
      if (role !== 'name' || (isArray(node.required) && node.required.includes(property))) return [];
      const hint = `Add \`${property}\` to \`required\`.`;
      return report(`\`${property}\` tells the job types apart, and so must always be there`, hint);
    });
  });
}
