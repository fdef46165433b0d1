/** Dates keep being dates: `{"$date": 1790845200000}` in the text. */
const DATE = '$date'

/** A document as text, for the disk and for snapshots. */
export function writeDocument(document: unknown): string {
  return JSON.stringify(document, function (this: Record<string, unknown>, key, value: unknown) {
    const held = this[key]
    return held instanceof Date ? { [DATE]: held.getTime() } : value
  })
}

/** The document of `writeDocument`'s text. */
export function readDocument(text: string): unknown {
  return text.includes(`"${DATE}"`) ? JSON.parse(text, revive) : JSON.parse(text)
}

function revive(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || !(DATE in value)) return value
  return typeof value[DATE] === 'number' && Object.keys(value).length === 1 ? new Date(value[DATE]) : value
}
