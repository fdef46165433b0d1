import { expectBucket } from '../../assertions/expect-bucket.ts'
import { defineStep } from '../../define.ts'
import { bucketName, LAB, tag } from '../names.ts'

export default defineStep({
  title: 'Create the bucket',
  commands: context => [
    `aws s3 mb s3://${bucketName(context)}`,
    `aws s3api put-bucket-tagging --bucket ${bucketName(context)} --tagging 'TagSet=[{${tag}}]'`,
  ],
  check: account => expectBucket(account, { name: bucketName(account), lab: LAB }),
  hints: ['mb makes a bucket. Its name has to be free in the whole world, in everybody’s accounts.'],
  solve: 'commands',
  timeout: '1m',
  reads: ['s3:ListBucket', 's3:GetBucketTagging'],
})
