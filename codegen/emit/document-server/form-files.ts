/** Which fields of a form are files. */
import type { JsonSchema, MediaType } from '../../model/contract.js';
import { bodyKind } from './body-kind.js';
import { isBinary, isPlainText, itemsOf, propertiesOf, type Schemas, shapeOf } from './schema-view.js';

/** A field of a form that is a file, or a list of files. */
export interface FileField {
  readonly name: string;
  readonly isList: boolean;
  readonly required: boolean;
}

/** The fields of a multipart form that are files. */
export function fileFields({ schema, encoding = {} }: MediaType, schemas: Schemas): readonly FileField[] {
  return [...propertiesOf(schema, schemas)].flatMap(([name, property]): FileField[] => {
    const type = Object.hasOwn(encoding, name) ? encoding[name]?.contentType : undefined;
    const shape = fileShape(property.schema, type, schemas);
    return shape === undefined ? [] : [{ name, isList: shape === 'array', required: property.required }];
  });
}

/** Whether a field of a form is a file, or a list of files: its schema says so, or else the content type of its part. */
export function fileShape(
  schema: JsonSchema,
  contentType: string | undefined,
  schemas: Schemas,
): 'value' | 'array' | undefined {
  const isList = shapeOf(schema, schemas) === 'array';
  const one = isList ? itemsOf(schema, schemas) : schema;
  const isOpen = shapeOf(one, schemas) === 'any' || isPlainText(one, schemas);
  if (!isBinary(one, schemas) && !(isOpen && isOfBytes(contentType))) return undefined;
  return isList ? 'array' : 'value';
}

/** Whether a part's content type, or each of those that it may have, is neither text nor JSON. */
function isOfBytes(contentType: string | undefined): boolean {
  return contentType?.split(',').every((type) => bodyKind(type) === 'binary') ?? false;
}
