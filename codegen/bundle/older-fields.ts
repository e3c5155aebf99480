/** What later versions of OpenAPI added, by kind of object; older ones have no word for it. */
type Fields = Readonly<Record<string, readonly string[]>>;

/** New in 3.2. */
export const SINCE_3_2: Fields = {
  OpenApi: ['$self'],
  Server: ['name'],
  Tag: ['summary', 'parent', 'kind'],
  PathItem: ['query', 'additionalOperations'],
  Response: ['summary'],
  MediaType: ['prefixEncoding', 'itemEncoding'],
  Encoding: ['encoding', 'prefixEncoding', 'itemEncoding'],
  Example: ['dataValue', 'serializedValue'],
  SecurityScheme: ['oauth2MetadataUrl', 'deprecated'],
  Components: ['mediaTypes'],
};

/** New in 3.1. */
export const SINCE_3_1: Fields = {
  OpenApi: ['webhooks', 'jsonSchemaDialect'],
  Info: ['summary'],
  Components: ['pathItems'],
};
