import type { Scope, Store } from '../../store/store.ts'
import { type KeyDocument, s3 } from './store.ts'

/** A bucket's keys in the order of their UTF-8 bytes, so that a list need not look at all of them. */
export interface KeyIndex {
  readonly keys: readonly string[]
  get(key: string): KeyDocument | undefined
  put(document: KeyDocument): void
  delete(key: string): void
  /** Position of the first key that is not before `key`. */
  from(key: string): number
  /** Position of the first key from `start` on that does not begin with `prefix`; the keys that do come first from there. */
  after(prefix: string, start: number): number
}

const indexes = new WeakMap<Store, Map<string, KeyIndex>>()

/** The index of a bucket; made of its documents when it is first asked for. */
export function keyIndex(store: Store, scope: Scope, bucket: string): KeyIndex {
  let known = indexes.get(store)
  if (!known) indexes.set(store, (known = new Map<string, KeyIndex>()))
  const id = `${scope.accountId}/${scope.region}/${bucket}`
  let index = known.get(id)
  if (!index) known.set(id, (index = makeIndex(scope, bucket)))
  return index
}

/** Forgets the indexes of an account whose documents have been replaced, or of a bucket that is gone. */
export function forgetIndexes(store: Store, accountId: string, region?: string, bucket?: string): void {
  const known = indexes.get(store)
  const id = [accountId, region, bucket].filter(part => part !== undefined).join('/')
  for (const name of known?.keys() ?? []) {
    if (bucket === undefined ? name.startsWith(`${id}/`) : name === id) known?.delete(name)
  }
}

function makeIndex(scope: Scope, bucket: string): KeyIndex {
  const documents = s3(scope).keys(bucket)
  const keys = documents
    .values()
    .map(({ key }) => key)
    .sort(compareKeys)
  const first = (isReached: (key: string) => boolean, start = 0) => {
    let [low, high] = [start, keys.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isReached(keys[middle] ?? '')) high = middle
      else low = middle + 1
    }
    return low
  }
  const from = (key: string) => first(other => compareKeys(other, key) >= 0)
  return {
    keys,
    get: key => documents.get(key),
    put: document => {
      const { key } = document
      if (!documents.has(key)) keys.splice(from(key), 0, key)
      documents.put(key, document)
    },
    delete: key => {
      if (!documents.delete(key)) return
      keys.splice(from(key), 1)
    },
    from,
    after: (prefix, start) => first(key => !key.startsWith(prefix), start),
  }
}

/** S3 orders keys by their UTF-8 bytes, where characters beyond the first 65,536 come last, and not in the midst. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1
  }
  return a.length - b.length
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}
