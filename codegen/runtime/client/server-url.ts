/** A base URL whose variables are those that are given, or their defaults. */
export function serverUrl(
  template: string,
  defaults: Readonly<Record<string, string>>,
  given: object = {},
): string {
  const values = given as Readonly<Record<string, string | undefined>>;
  return template.replaceAll(/\{([^}]*)\}/g, (_, name: string) => values[name] ?? defaults[name] ?? '');
}
