import { HeadBucketCommand } from '@aws-sdk/client-s3'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { tagsOf } from '../resources/bucket.ts'
import { fail, pass, tagMissing } from './verdicts.ts'

/** A bucket of that name is the account's own. Gives `bucket`. */
export async function expectBucket(
  account: LabAccount,
  { name, lab }: { name: string; lab: string },
): Promise<Verdict> {
  try {
    await account.aws.s3.send(new HeadBucketCommand({ Bucket: name }))
  } catch (error) {
    if (!isNotFound(error)) throw error
    return fail('bucket-missing', {
      title: 'No bucket yet',
      expected: `a bucket ${name}`,
      observed: 'none of that name',
      next: `Make it: \`aws s3 mb s3://${name}\``,
    })
  }
  const untagged = tagMissing(await tagsOf(account, name), {
    lab,
    what: `a bucket ${name}`,
    command: `aws s3api put-bucket-tagging --bucket ${name} --tagging 'TagSet=[{Key=slipway-lab,Value=${lab}}]'`,
  })
  if (untagged) return untagged
  return pass(`The bucket ${name} is yours.`, { bucket: name }, [
    { type: 's3:bucket', id: `arn:aws:s3:::${name}` },
  ])
}
