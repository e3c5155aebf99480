/** Every event is shown: readers of the docs copy examples, and mocks and contract tests live on them. */
import type { Diagnostic } from '../diagnostics.js';
import { asObject, asString, childPointer, isObject, own, valueAt } from '../load/json.js';
import type { Project } from '../load/project.js';
import { resolveReference } from '../load/references.js';
import { diagnosticAt, type Origin, type SourceFile } from '../load/source.js';

/** Warns of messages, the events of job types among them, that have no example of their own or in their schema. */
export function checkEventExamples(project: Project): readonly Diagnostic[] {
  const files = [...(project.asyncapi ? [project.asyncapi] : []), ...project.jobs];
  return files.flatMap(messagesOf).flatMap((origin) => (isShown(project, origin) ? [] : missing(origin)));
}

/** Where the messages of a file stand, those that a channel only refers to left out. */
function messagesOf(file: SourceFile): readonly Origin[] {
  const root = asObject(file.value);
  const holders = [
    '/components/messages',
    ...Object.keys(asObject(root.channels)).map((name) => `${childPointer('/channels', name)}/messages`),
  ];
  return holders.flatMap((holder) =>
    Object.entries(asObject(valueAt(file.value, holder))).flatMap(([name, message]) =>
      isObject(message) && own(message, '$ref') === undefined
        ? [{ file, pointer: childPointer(holder, name) }]
        : [],
    ),
  );
}

function isShown(project: Project, origin: Origin): boolean {
  const message = asObject(valueAt(origin.file.value, origin.pointer));
  if (own(message, 'examples') !== undefined) return true;
  let at: Origin = { file: origin.file, pointer: `${origin.pointer}/payload` };
  const seen = new Set<string>();
  for (;;) {
    const schema = asObject(valueAt(at.file.value, at.pointer));
    if (own(schema, 'examples') !== undefined || own(schema, 'const') !== undefined) return true;
    const reference = asString(schema.$ref);
    const key = `${at.file.path}#${at.pointer}`;
    if (reference === undefined || seen.has(key)) return false;
    seen.add(key);
    const resolution = resolveReference(project, at.file, reference);
    // A dangling one is reported as such.
    if (resolution.kind !== 'found') return true;
    at = resolution.target;
  }
}

function missing(origin: Origin): Diagnostic {
  const name = origin.pointer.slice(origin.pointer.lastIndexOf('/') + 1);
  return diagnosticAt(origin, 'missing-example', `the event \`${name}\` has no example`, {
    on: 'key',
    severity: 'warning',
    hint: 'Add `examples: [{ payload: … }]`.',
  });
}
