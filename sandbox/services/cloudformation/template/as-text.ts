/** A value as a template's reader would write it: texts as they are, all else in JSON. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}
