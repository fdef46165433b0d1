import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3'
import type { LabAccount } from '../define.ts'
import { itemOf, resourcePart, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** Buckets, with all that is in them. */
export const bucket: ResourceKind = {
  type: 's3:bucket',
  order: 50,

  standing: (account, labId, ids) =>
    standingOneByOne(ids, async id => {
      const Bucket = resourcePart(id)
      await account.aws.s3.send(new HeadBucketCommand({ Bucket }))
      const label = `bucket ${Bucket}, with what is in it`
      return itemOf(bucket, labId, await tagsOf(account, Bucket), { id, label })
    }),

  async remove({ aws }, { id }) {
    const Bucket = resourcePart(id)
    for (;;) {
      const { Versions = [], DeleteMarkers = [] } = await aws.s3.send(
        new ListObjectVersionsCommand({ Bucket }),
      )
      const Objects = [...Versions, ...DeleteMarkers].map(({ Key = '', VersionId }) => ({ Key, VersionId }))
      if (Objects.length === 0) break
      const { Errors: [refused] = [] } = await aws.s3.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
      )
      if (refused) throw new Error(`${refused.Code} for ${refused.Key} in ${Bucket}: ${refused.Message}`)
    }
    await aws.s3.send(new DeleteBucketCommand({ Bucket }))
  },
}

/** The tags of a bucket; AWS answers an error for one that has none. */
export async function tagsOf({ aws }: LabAccount, Bucket: string) {
  try {
    return (await aws.s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchTagSet') return undefined
    throw error
  }
}
