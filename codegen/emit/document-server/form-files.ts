/** Which fields of a form are files. */
import type { MediaType } from '../../model/contract.js';
import { isBinary, itemsOf, propertiesOf, type Schemas, shapeOf } from './schema-view.js';

/** A field of a form that is a file, or a list of files. */
export interface FileField {
  readonly name: string;
  readonly isList: boolean;
  readonly required: boolean;
}

/** The fields of a multipart form that are files. */
export function fileFields({ schema, encoding = {} }: MediaType, schemas: Schemas): readonly FileField[] {
  return [...propertiesOf(schema, schemas)].flatMap(([name, property]): FileField[] => {
    const isList = shapeOf(property.schema, schemas) === 'array';
    const one = isList ? itemsOf(property.schema, schemas) : property.schema;
    const type = Object.hasOwn(encoding, name) ? encoding[name]?.contentType : undefined;
    const isUntyped = shapeOf(one, schemas) === 'any';
    const isFile = isBinary(one, schemas) || (isUntyped && type !== undefined && !/json|^text\//.test(type));
    return isFile ? [{ name, isList, required: property.required }] : [];
  });
}
