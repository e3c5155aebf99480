/** Channels and their messages, those of job types left out: `jobs.ts` has them. */
import type { Contract, Message } from '../model/contract.js';
import { type Changes, changeText } from './change.js';
import { pairs } from './pairs.js';
import type { SchemaDiffer } from './schema-differ.js';

/** Compares the channels and messages of two contracts. */
export function compareEvents(
  before: Contract,
  after: Contract,
  schemas: SchemaDiffer,
  changes: Changes,
): void {
  const ofJobs = new Set(
    [...before.messages, ...after.messages]
      .filter(({ jobType }) => jobType !== undefined)
      .map(({ name }) => name),
  );
  // A webhook is told with the webhooks.
  const open = ({ channels }: Contract) => channels.filter(({ address }) => address !== null);
  for (const [one, other] of pairs(open(before), open(after), ({ name }) => name)) {
    const place = `channel ${(other ?? one)?.name}`;
    if (!one) changes.add('compatible', 'events', place, 'the channel is new');
    else if (!other) changes.add('breaking', 'events', place, 'the channel is gone');
    else {
      if (one.address !== other.address)
        changes.add('breaking', 'events', place, `the address ${changeText(one.address, other.address)}`);
      if (one.description !== other.description)
        changes.add('docs', 'events', place, '`description` changed');
      const told = (names: readonly string[]) => names.filter((name) => !ofJobs.has(name));
      for (const name of told(one.messages).filter((message) => !other.messages.includes(message)))
        changes.add('breaking', 'events', place, `the message ${name} is gone`);
      for (const name of told(other.messages).filter((message) => !one.messages.includes(message)))
        changes.add('compatible', 'events', place, `the message ${name} is new`);
    }
  }
  const own = ({ messages }: Contract) => messages.filter(({ jobType }) => jobType === undefined);
  for (const [one, other] of pairs(own(before), own(after), ({ name }) => name)) {
    if (one && other) compareMessage(one, other, schemas, changes);
  }
}

function compareMessage(before: Message, after: Message, schemas: SchemaDiffer, changes: Changes): void {
  const place = `message ${after.name}`;
  if (before.eventType !== after.eventType)
    changes.add(
      'breaking',
      'events',
      place,
      `its type on the wire ${changeText(before.eventType, after.eventType)}`,
    );
  if (before.contentType !== after.contentType)
    changes.add(
      'breaking',
      'events',
      place,
      `\`contentType\` ${changeText(before.contentType, after.contentType)}`,
    );
  for (const key of ['summary', 'description'] as const)
    if (before[key] !== after[key]) changes.add('docs', 'events', place, `\`${key}\` changed`);
  if (JSON.stringify(before.examples) !== JSON.stringify(after.examples))
    changes.add('docs', 'events', place, '`examples` changed');
  const direction = after.role === 'client-frame' ? 'sent' : 'received';
  schemas.compare(before.payload, after.payload, { area: 'events', name: place, direction });
  if (before.headers !== undefined || after.headers !== undefined)
    schemas.compare(before.headers, after.headers, { area: 'events', name: `${place}, headers`, direction });
}
