import { invalidArgument } from './errors.ts'
import type { KeyIndex } from './key-index.ts'
import type { KeyDocument } from './store.ts'

/** What of a bucket is listed. */
export interface Listing {
  prefix: string
  delimiter: string
  /** Only what comes after this key, or after all keys that begin with it where it is a common prefix. */
  after: string
  most: number
}

/** A page of a list: keys with what is listed of them, and prefixes that stand for many keys. */
export interface ListPage {
  documents: KeyDocument[]
  commonPrefixes: string[]
  /** The last key or prefix of the page; undefined when there are no more. */
  next: string | undefined
}

/** Walks the keys in order, and past all keys of a common prefix at once. `isListed` leaves keys out. */
export function listKeys(
  index: KeyIndex,
  { prefix, delimiter, after, most }: Listing,
  isListed: (document: KeyDocument) => boolean,
): ListPage {
  const page: ListPage = { documents: [], commonPrefixes: [], next: undefined }
  let last = ''
  let at = firstPosition(index, prefix, delimiter, after)
  while (at < index.keys.length) {
    const key = index.keys[at] ?? ''
    if (!key.startsWith(prefix)) break
    const document = index.get(key)
    const common = commonPrefix(key, prefix, delimiter)
    if (!document || !isListed(document)) {
      at++
      continue
    }
    if (page.documents.length + page.commonPrefixes.length >= most) {
      page.next = last
      break
    }
    if (common === undefined) {
      page.documents.push(document)
      at++
    } else {
      page.commonPrefixes.push(common)
      at = index.after(common, at)
    }
    last = common ?? key
  }
  return page
}

function firstPosition(index: KeyIndex, prefix: string, delimiter: string, after: string): number {
  const start = index.from(prefix)
  if (after === '') return start
  if (delimiter !== '' && commonPrefix(after, prefix, delimiter) === after) {
    return Math.max(start, index.after(after, index.from(after)))
  }
  const at = index.from(after)
  return Math.max(start, index.keys[at] === after ? at + 1 : at)
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined
  const end = key.indexOf(delimiter, prefix.length)
  return end === -1 ? undefined : key.slice(0, end + delimiter.length)
}

/** Names as a list shows them: percent-encoded where XML could not carry them and the client asks for it. */
export function nameEncoder(encodingType: string | undefined): (name: string) => string {
  if (encodingType === undefined) return name => name
  if (encodingType !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType)
  }
  return name =>
    encodeURIComponent(name)
      .replaceAll('%2F', '/')
      .replaceAll('%20', '+')
      .replace(/[!'()]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** How many a page may have; S3 gives 1,000 at most. Throws InvalidArgument. */
export function pageSize(given: number | undefined, name: string): number {
  if (given === undefined) return MOST
  if (!Number.isInteger(given) || given < 0 || given > 2 ** 31 - 1) {
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, String(given))
  }
  return Math.min(given, MOST)
}

const MOST = 1000
