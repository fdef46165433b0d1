import type { ListBucketsOutput, ListBucketsRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { canonicalId } from '../buckets.ts'
import { invalidArgument } from '../errors.ts'
import { s3 } from '../store.ts'

const MOST = 10_000

/** Lists the account's buckets in all regions, by name. */
export const listBuckets: Operation<ListBucketsRequest, ListBucketsOutput> = (input, context) => {
  const { Prefix = '', BucketRegion, MaxBuckets = MOST, ContinuationToken: token } = input
  if (!(MaxBuckets >= 1 && MaxBuckets <= MOST)) {
    throw invalidArgument(
      'Argument max-buckets must be an integer between 1 and 10000',
      'max-buckets',
      String(MaxBuckets),
    )
  }
  const { sandbox, accountId } = context
  const after = token === undefined ? '' : Buffer.from(token, 'base64').toString()
  const all = sandbox.store
    .scopes()
    .filter(scope => scope.accountId === accountId && (BucketRegion ?? scope.region) === scope.region)
    .flatMap(scope =>
      s3(scope)
        .buckets.values()
        .map(bucket => ({ bucket, region: scope.region })),
    )
    .filter(({ bucket: { name } }) => name.startsWith(Prefix) && name > after)
    .sort((a, b) => (a.bucket.name < b.bucket.name ? -1 : 1))
  const shown = all.slice(0, MaxBuckets)
  const last = shown.at(-1)
  return {
    Buckets: shown.map(({ bucket: { name, createdAt }, region }) => ({
      Name: name,
      CreationDate: new Date(createdAt),
      BucketRegion: region,
    })),
    Owner: { ID: canonicalId(accountId) },
    ...(all.length > shown.length &&
      last && { ContinuationToken: Buffer.from(last.bucket.name).toString('base64') }),
    ...(input.Prefix !== undefined && { Prefix }),
  }
}
