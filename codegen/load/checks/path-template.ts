/** Templates of paths and channel addresses: `/jobs/{job_id}`. */
import { didYouMean } from '../../diagnostics.js';

/** What differs between a template and the parameters that should describe it. */
export interface TemplateDifference {
  /** In the template, but not described; with a hint if a parameter was probably meant to do so. */
  readonly missing: readonly { readonly name: string; readonly hint?: string }[];
  /** Described, but neither in the template nor meant to be. */
  readonly surplus: readonly string[];
}

/** Compares the names in a template with those of its parameters. */
export function compareTemplate(template: string, parameters: readonly string[]): TemplateDifference {
  const wanted = [...template.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
  const missing = wanted.filter((name) => !parameters.includes(name));
  const surplus = new Set(parameters.filter((name) => !wanted.includes(name)));
  const single = missing.length === 1 && surplus.size === 1;
  return {
    missing: missing.map((name) => {
      // One that is missing and one too many are one mistake.
      const near = single ? [...surplus][0] : didYouMean(name, surplus);
      if (near === undefined) return { name };
      surplus.delete(near);
      return { name, hint: `\`${near}\` is described, but not used: give both the same name.` };
    }),
    surplus: [...surplus],
  };
}
