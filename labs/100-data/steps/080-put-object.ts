import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { OBJECT } from '../names.ts'

export default defineStep({
  title: 'Put something in it',
  needs: ['create-bucket'],
  commands: ({ out }) => {
    const { bucket } = out['create-bucket'] ?? {}
    return [
      `aws s3 cp letter.txt s3://${bucket}/${OBJECT}`,
      `aws s3 ls s3://${bucket} --recursive`,
      `aws s3 cp s3://${bucket}/${OBJECT} -`,
    ]
  },
  check: async ({ aws, out }) => {
    const { bucket: Bucket = '' } = out['create-bucket'] ?? {}
    const { Contents = [] } = await aws.s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 10 }))
    const found = Contents.find(({ Key }) => Key === OBJECT)
    if (found) return pass(`${OBJECT} is in the bucket, ${found.Size} bytes.`)
    return fail('object-missing', {
      title: Contents.length > 0 ? 'It has another name' : 'The bucket is empty',
      expected: `an object ${OBJECT}`,
      observed: Contents.map(({ Key }) => Key).join(', ') || 'none',
      next: `Copy it once more, with the whole name: \`aws s3 cp letter.txt s3://${Bucket}/${OBJECT}\``,
    })
  },
  hints: ['cp copies into the bucket and out of it; - stands for the terminal.'],
  solve: 'commands',
  timeout: '1m',
  reads: ['s3:ListBucket'],
})
