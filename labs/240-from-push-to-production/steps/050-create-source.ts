import { expectBucket } from '../../assertions/expect-bucket.ts'
import { expectRepository } from '../../assertions/expect-repository.ts'
import { expectVersionedBucket } from '../../assertions/expect-versioned-bucket.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { bucketName, LAB, place } from '../names.ts'
import { createSource, keepVersions, tellEventBridge } from '../source-commands.ts'

export default defineStep({
  title: 'A place for images, and one for the source',
  needs: ['create-service'],
  commands: createSource,
  check: account => {
    const name = bucketName(account)
    const mending = { keepVersions: keepVersions(account), tellEventBridge: tellEventBridge(account) }
    return allOf(
      () => expectRepository(account, { name: place.name, lab: LAB }),
      () => expectBucket(account, { name, lab: LAB }),
      () => expectVersionedBucket(account, { name, ...mending }),
    )
  },
  hints: [
    'A bucket that keeps versions is a very small git: each push has an id, and none is lost.',
    'S3 tells EventBridge nothing unless you ask for it, with one line.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: [
    ...['ecr:DescribeRepositories', 'ecr:ListTagsForResource', 's3:ListBucket', 's3:GetBucketTagging'],
    ...['s3:GetBucketVersioning', 's3:GetBucketNotification'],
  ],
})
