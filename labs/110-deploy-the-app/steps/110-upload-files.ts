import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { askApp, filesPath, type AppFile } from '../app-answers.ts'

const FILES = { s3: 'drawing.svg', 'file-system': 'letter.txt' }

export default defineStep({
  title: 'Upload one file to S3, one to EFS',
  needs: ['create-data', 'create-load-balancer', 'register-user'],
  commands: ({ out }) => {
    const { dnsName } = out['create-load-balancer'] ?? {}
    const { userId } = out['register-user'] ?? {}
    return [
      ...Object.entries(FILES).map(
        ([store, name]) =>
          `curl -sS 'http://${dnsName}${filesPath(userId ?? '')}?name=${name}&store=${store}' --data-binary @${name}`,
      ),
      `aws s3 ls s3://${out['create-data']?.['bucket']} --recursive`,
    ]
  },
  check: async account => {
    const { dnsName = '' } = account.out['create-load-balancer'] ?? {}
    const { userId = '' } = account.out['register-user'] ?? {}
    const { bucket = '' } = account.out['create-data'] ?? {}
    const asked = await askApp<{ files: AppFile[] }>(account, { dnsName, path: filesPath(userId) })
    if ('verdict' in asked) return asked.verdict
    const stored = Object.keys(FILES).map(store => asked.answer.files.find(file => file.store === store))
    const [object, file] = stored
    if (!object || !file) {
      return fail('file-missing', {
        title: object || file ? 'One file is there, one is missing' : 'No file yet',
        expected: 'a file in S3, and one in the file system',
        observed: asked.answer.files.map(({ name, store }) => `${name} in ${store}`).join(', ') || 'none',
        next: `Upload one with store=${object ? 'file-system' : 's3'}: this step’s commands do it, and the page in App.`,
      })
    }
    const Prefix = `uploads/${object.id}`
    const { Contents = [] } = await account.aws.s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix }))
    if (Contents.length === 0) {
      return fail('object-missing', {
        title: 'The bucket lacks the object',
        expected: `the object ${Prefix} in ${bucket}`,
        observed: `the app lists ${object.name}, and the bucket has no such object`,
        next: 'Has somebody emptied the bucket? Upload the file again.',
      })
    }
    return pass(`${object.name} is in S3, ${file.name} in the file system, and the database knows both.`, {
      objectId: object.id,
      fileId: file.id,
    })
  },
  hints: [
    'curl --data-binary @name sends a file as it is. The address says under which name, and where it is to be kept.',
    'The objects’ names in the bucket are ids; what the learner called them stands in the database.',
  ],
  solve: 'commands',
  timeout: '2m',
  reads: ['s3:ListBucket'],
})
