/** Which of Redocly's rules are on where a project has no `redocly.yaml` of its own. */
import type { RawUniversalConfig } from '@redocly/openapi-core';

/** The compiler says the same of a project, and more exactly: it knows job types and what joins them. */
const SAID_BY_THE_COMPILER = [
  'struct',
  'no-unresolved-refs',
  'spec-ref-siblings',
  'no-enum-type-mismatch',
  'no-schema-type-mismatch',
  'no-required-schema-properties-undefined',
  'no-invalid-schema-examples',
  'no-invalid-media-type-examples',
  'no-invalid-parameter-examples',
  'no-mixed-number-range-constraints',
  'no-duplicated-enum-values',
  'no-identical-paths',
  'no-ambiguous-paths',
  'no-undefined-server-variable',
  'no-server-variables-empty-enum',
  'operation-operationId',
  'operation-operationId-unique',
  'operation-parameters-unique',
  'path-declaration-must-exist',
  'path-parameters-defined',
  'security-defined',
] as const;

/** They report what is right. */
const MISTAKEN = {
  // It takes the tags of all channels and operations for one list.
  async2Rules: { 'no-duplicated-tag-names': 'off' },
  async3Rules: { 'no-duplicated-tag-names': 'off' },
} as const;

/** Redocly's recommended rules, without those that would say a thing twice. */
export function builtInRules(isProject: boolean): RawUniversalConfig {
  const silent = isProject ? SAID_BY_THE_COMPILER : [];
  return {
    extends: ['recommended'],
    rules: Object.fromEntries(silent.map((rule) => [rule, 'off' as const])),
    ...MISTAKEN,
  };
}
