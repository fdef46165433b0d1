import type { Readable } from 'node:stream'
import { readSegments } from '../../dataplane/objects/read-segments.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { findBucket } from './buckets.ts'
import { currentObject } from './objects.ts'

/** The newest version of an object in a bucket of this account, for other services; undefined when there is none. */
export function readObject(
  sandbox: Sandbox,
  { accountId }: Pick<Scope, 'accountId'>,
  bucket: string,
  key: string,
): Promise<{ size: number; stream: Readable } | undefined> {
  const found = findBucket(sandbox, bucket)
  const object =
    found?.scope.accountId === accountId ? currentObject({ sandbox }, found, key)?.object : undefined
  if (!object) return Promise.resolve(undefined)
  const { size, segments } = object
  return Promise.resolve({ size, stream: readSegments(sandbox, accountId, segments, 0, size - 1) })
}
