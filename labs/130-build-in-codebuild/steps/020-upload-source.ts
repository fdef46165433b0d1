import { expectBucket } from '../../assertions/expect-bucket.ts'
import { expectObject } from '../../assertions/expect-object.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { bucketName, KEY, LAB, tag, upload, zip } from '../names.ts'

export default defineStep({
  title: 'Put the source into a bucket',
  commands: context => [
    'cat app/buildspec.yml',
    `aws s3 mb s3://${bucketName(context)}`,
    `aws s3api put-bucket-tagging --bucket ${bucketName(context)} --tagging 'TagSet=[{${tag}}]'`,
    zip,
    upload(context),
  ],
  check: account => {
    const bucket = bucketName(account)
    return allOf(
      () => expectBucket(account, { name: bucket, lab: LAB }),
      () => expectObject(account, { bucket, key: KEY, put: `${zip} && ${upload(account)}` }),
    )
  },
  hints: [
    'CodeBuild fetches its source from a git repository, or as a zip from S3. The zip needs no account elsewhere.',
    'What lies in app/ has to be at the top of the zip; so the command ends in app/* and not in app.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['s3:ListBucket', 's3:GetBucketTagging', 's3:GetObject'],
})
