import type { Scope } from '../../store/store.ts'
import { bucketArn } from './buckets.ts'
import { s3 } from './store.ts'

/** What GetResources finds of S3: the buckets of a region. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  return s3(scope)
    .buckets.values()
    .filter(({ tags }) => tags.length > 0)
    .map(({ name, tags }) => ({
      arn: bucketArn(name),
      tags: tags.map(({ Key = '', Value = '' }) => ({ Key, Value })),
    }))
}
