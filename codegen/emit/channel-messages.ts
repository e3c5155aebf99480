/** contract/messages.ts of an AsyncAPI document: its messages, channels, and what the application sends and receives. */
import type { Channel, ChannelOperation, Contract, GeneratedFile, Message } from '../model/contract.js';
import { isIdentifier, variableName } from '../model/names.js';
import { isJsonType } from '../model/webhooks.js';
import { docComment } from './doc-comment.js';
import { allSources, header } from './headers.js';
import { ModuleImports } from './module-imports.js';
import { runtimeFile } from './runtime-files.js';
import { SchemaTypes } from './schema-types.js';
import { list, literalField, member, propertyName, quote } from './typescript-text.js';

/** Emits the messages; nothing for a contract without any channel. */
export function emitChannelMessages(contract: Contract): readonly GeneratedFile[] {
  if (contract.channels.length === 0) return [];
  const imports = new ModuleImports();
  const types = new SchemaTypes(imports, '.');
  const body = [
    ...contract.messages.map((message) => messageType(message, types)),
    channelMessages(contract.channels),
    addresses(contract.channels),
    operations(contract, 'receive'),
    operations(contract, 'send'),
    operationTable(contract.channelOperations),
  ].filter((part) => part !== '');
  const content = `${header(allSources(contract))}\n${imports.print()}${body.join('\n')}`;
  const isAlone = contract.operations.length + contract.outgoing.length === 0;
  return [
    { path: 'contract/messages.ts', content, ownership: 'generated' },
    // A server brings it along.
    ...(isAlone ? [runtimeFile('contract/validation.ts')] : []),
  ];
}

function messageType(message: Message, types: SchemaTypes): string {
  const { name, summary, description, headers, payload } = message;
  const doc = docComment([summary, description].filter(Boolean).join('\n\n') || `The message \`${name}\`.`);
  const contentType = message.contentType === undefined ? [] : [message.contentType];
  const isJson = contentType.every(isJsonType);
  const note = isJson ? '' : docComment(`Sent as \`${contentType.join('')}\`.`, '  ');
  const members = [
    `  readonly name: ${quote(message.eventType)};\n`,
    `${note}${member('  readonly payload', [types.of(payload)], '').replace(/^ {4}/, '  ')}`,
    headers === undefined ? '' : member('  readonly headers', [types.of(headers)], ''),
  ];
  return `${doc}export interface ${name} {\n${members.join('')}}\n`;
}

function channelMessages(channels: readonly Channel[]): string {
  const members = channels.map(({ name, description, messages }) => {
    const doc = description === undefined ? '' : docComment(description, '  ');
    return doc + member(`readonly ${propertyName(name)}`, messages.length === 0 ? ['never'] : messages, '  ');
  });
  return `${docComment('The messages of each channel.')}export interface ChannelMessages {\n${members.join('')}}\n`;
}

/** The address of each channel: a text, or a function of its parameters; null if it is known at run time only. */
function addresses(channels: readonly Channel[]): string {
  const entries = channels.map((channel) => `  ${propertyName(channel.name)}: ${addressOf(channel)},\n`);
  const doc = docComment(
    'The address of each channel; null where it is known only when the application runs.',
  );
  return `${doc}export const addresses = {\n${entries.join('')}};\n`;
}

function addressOf({ address, parameters }: Channel): string {
  if (address === null) return 'null';
  const used = parameters.filter(({ name }) => address.includes(`{${name}}`));
  if (used.length === 0) return quote(address);
  const fields = used.map(({ name, values }) => {
    const type = values === undefined ? 'string' : values.map(quote).join(' | ');
    return `readonly ${propertyName(name)}: ${type}`;
  });
  const access = (name: string) => (isIdentifier(name) ? `.${name}` : `[${quote(name)}]`);
  const text = used.reduce(
    (template, { name }) => template.replaceAll(`{${name}}`, `\${parameters${access(name)}}`),
    address.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${'),
  );
  return `(parameters: { ${fields.join('; ')} }): string =>\n    \`${text}\``;
}

/** What the application does when a message comes, or may do. */
function operations({ channelOperations }: Contract, action: ChannelOperation['action']): string {
  const own = channelOperations.filter((operation) => operation.action === action);
  if (own.length === 0) return '';
  const methods = own.map((operation) => {
    const { name, summary, description, channel, messages, reply } = operation;
    const doc = docComment([summary, description, `On \`${channel}\`.`].filter(Boolean).join('\n\n'), '  ');
    const taken = messages.length === 0 ? 'never' : messages.join(' | ');
    const given = reply === undefined ? 'void' : reply.messages.join(' | ') || 'never';
    const method = variableName(name);
    return `${doc}  ${list(`${method}(`, [`message: ${taken}`], `): Promise<${given}>;`, '  ')}\n`;
  });
  const [word, text] =
    action === 'receive'
      ? ['Receivers', 'What the application does with the messages that it receives.']
      : ['Senders', 'How the application sends its messages.'];
  return `${docComment(text)}export interface ${word} {\n${methods.join('')}}\n`;
}

function operationTable(all: readonly ChannelOperation[]): string {
  if (all.length === 0) return '';
  const entries = all.map(({ name, action, channel, messages, reply }) => {
    const fields = { action, channel, messages, ...(reply && { reply }) };
    return literalField(variableName(name), fields, '  ');
  });
  const doc = docComment('Every operation of the application.');
  return `${doc}export const channelOperations = {\n${entries.join('')}} as const;\n`;
}
