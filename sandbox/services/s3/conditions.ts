import { AwsError } from '../../operation.ts'
import type { FoundObject } from './objects.ts'
import { noSuchKey, preconditionFailed } from './errors.ts'

/** Headers that make a request depend on what the object is. */
export interface ReadConditions {
  IfMatch?: string | undefined
  IfNoneMatch?: string | undefined
  IfModifiedSince?: Date | undefined
  IfUnmodifiedSince?: Date | undefined
}

/** Throws PreconditionFailed, or 304 where the client has the object already. */
export function checkReadConditions(conditions: ReadConditions, { object, version }: FoundObject): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions
  const seconds = (date: Date | number) => Math.floor(Number(date) / 1000)
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, object.eTag)) throw preconditionFailed('If-Match')
  } else if (IfUnmodifiedSince && seconds(version.lastModified) > seconds(IfUnmodifiedSince)) {
    throw preconditionFailed('If-Unmodified-Since')
  }
  const same =
    IfNoneMatch !== undefined
      ? matches(IfNoneMatch, object.eTag)
      : IfModifiedSince !== undefined && seconds(version.lastModified) <= seconds(IfModifiedSince)
  if (!same) return
  throw new AwsError('NotModified', 'Not Modified', 304, {
    headers: { etag: object.eTag, 'last-modified': new Date(version.lastModified).toUTCString() },
  })
}

/** Throws PreconditionFailed when a copy's source is not as the client expects. */
export function checkCopyConditions(
  {
    CopySourceIfMatch: ifMatch,
    CopySourceIfNoneMatch: ifNoneMatch,
    CopySourceIfModifiedSince: IfModifiedSince,
    CopySourceIfUnmodifiedSince: IfUnmodifiedSince,
  }: {
    CopySourceIfMatch?: string | undefined
    CopySourceIfNoneMatch?: string | undefined
    CopySourceIfModifiedSince?: Date | undefined
    CopySourceIfUnmodifiedSince?: Date | undefined
  },
  source: FoundObject,
): void {
  try {
    checkReadConditions(
      { IfMatch: ifMatch, IfNoneMatch: ifNoneMatch, IfModifiedSince, IfUnmodifiedSince },
      source,
    )
  } catch (error) {
    if (error instanceof AwsError && error.status === 304) {
      throw preconditionFailed(
        ifNoneMatch === undefined ? 'x-amz-copy-source-If-Modified-Since' : 'x-amz-copy-source-If-None-Match',
      )
    }
    throw error
  }
}

/** Throws PreconditionFailed when a write is not to replace what is there, NoSuchKey when there is nothing to replace. */
export function checkWriteConditions(
  { IfMatch, IfNoneMatch }: Pick<ReadConditions, 'IfMatch' | 'IfNoneMatch'>,
  key: string,
  current: FoundObject | undefined,
): void {
  if (IfNoneMatch !== undefined) {
    if (IfNoneMatch !== '*') {
      throw new AwsError(
        'NotImplemented',
        'A header you provided implies functionality that is not implemented',
        501,
        { members: { Header: 'If-None-Match' } },
      )
    }
    if (current) throw preconditionFailed('If-None-Match')
  }
  if (IfMatch === undefined) return
  if (!current) throw noSuchKey(key)
  if (!matches(IfMatch, current.object.eTag)) throw preconditionFailed('If-Match')
}

function matches(condition: string, eTag: string): boolean {
  return condition
    .split(',')
    .map(one => one.trim().replace(/^W\//, ''))
    .some(one => one === '*' || one === eTag || `"${one}"` === eTag)
}
