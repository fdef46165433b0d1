import { createHash } from 'node:crypto'
import { AwsError, type OperationContext, type Sandbox } from '../../operation.ts'
import type { Scope, Store } from '../../store/store.ts'
import { accessDenied, noSuchBucket } from './errors.ts'
import { type BucketDocument, s3 } from './store.ts'

/** A bucket and whose it is. */
export interface FoundBucket {
  scope: Scope
  bucket: BucketDocument
}

/** Where buckets were last found: names are unique among all accounts. */
const found = new WeakMap<Store, Map<string, Scope>>()

/** The bucket of a name, of whatever account; undefined when there is none. */
export function findBucket({ store }: Pick<Sandbox, 'store'>, name: string): FoundBucket | undefined {
  let places = found.get(store)
  if (!places) found.set(store, (places = new Map<string, Scope>()))
  const known = places.get(name)
  const scope =
    known && s3(known).buckets.has(name)
      ? known
      : store.scopes().find(candidate => s3(candidate).buckets.has(name))
  const bucket = scope && s3(scope).buckets.get(name)
  if (!scope || !bucket) {
    places.delete(name)
    return undefined
  }
  places.set(name, scope)
  return { scope, bucket }
}

/** The bucket that a request is about. Throws NoSuchBucket, and AccessDenied when it is not the expected owner's. */
export function requestedBucket(
  input: { Bucket?: string | undefined; ExpectedBucketOwner?: string | undefined },
  { sandbox }: OperationContext,
): FoundBucket {
  const name = input.Bucket ?? ''
  const bucket = findBucket(sandbox, name)
  if (!bucket) throw noSuchBucket(name)
  const { ExpectedBucketOwner: expected } = input
  if (expected !== undefined && expected !== bucket.scope.accountId) throw accessDenied()
  return bucket
}

/** Changes a bucket's configuration. */
export function changeBucket(
  input: { Bucket?: string | undefined; ExpectedBucketOwner?: string | undefined },
  context: OperationContext,
  change: (bucket: BucketDocument) => BucketDocument,
): void {
  const { scope, bucket } = requestedBucket(input, context)
  s3(scope).buckets.put(bucket.name, change(bucket))
}

export function bucketArn(name: string): string {
  return `arn:aws:s3:::${name}`
}

/** The id that S3 knows an account by. */
export function canonicalId(accountId: string): string {
  return createHash('sha256').update(`canonical user ${accountId}`).digest('hex')
}

const NAME = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])$/
const RESERVED = /^(?:xn--|sthree-|amzn-s3-demo-)|(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/

/** Throws InvalidBucketName. */
export function checkBucketName(name: string): void {
  const fits =
    name.length >= 3 &&
    name.length <= 63 &&
    NAME.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !RESERVED.test(name)
  if (fits) return
  throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, {
    members: { BucketName: name.slice(0, 255) },
  })
}
