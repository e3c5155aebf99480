/** Reads the webhooks of a bundled OpenAPI document: what the service posts to its clients. */
import { asObject, asString } from '../load/json.js';
import type { JsonObject, MediaType, Webhook } from './contract.js';
import { follow, readContent } from './operations.js';

/** All webhooks that are posted as JSON, in the order of the document. Others are told by the checks of `load/`. */
export function readWebhooks(document: JsonObject): readonly Webhook[] {
  return Object.entries(asObject(document.webhooks)).flatMap(([name, item]): Webhook[] => {
    const operation = asObject(follow(document, item).post);
    const media = bodyOf(document, operation);
    if (media?.schema === undefined) return [];
    const summary = asString(operation.summary);
    const description = asString(operation.description);
    return [
      {
        name,
        ...(summary !== undefined && { summary }),
        ...(description !== undefined && { description }),
        operationId: asString(operation.operationId) ?? '',
        contentType: media.contentType,
        payload: media.schema,
      },
    ];
  });
}

function bodyOf(document: JsonObject, operation: JsonObject): MediaType | undefined {
  const { content } = follow(document, operation.requestBody);
  return readContent(document, content).find(({ contentType }) => isJsonType(contentType));
}

/** Whether a content type is JSON, or a format on top of it. */
export function isJsonType(contentType: string): boolean {
  return /^(application|text)\/([\w.+-]+\+)?json\s*(;|$)/i.test(contentType);
}

/** Whether a channel is one whose address the client says: a webhook's. */
export function isWebhookChannel(channel: JsonObject): boolean {
  return channel.address === null;
}
