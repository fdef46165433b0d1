import { expectFileSystem } from '../../assertions/expect-file-system.ts'
import { defineStep } from '../../define.ts'
import { LAB, tag } from '../names.ts'

export default defineStep({
  title: 'Create the file system',
  commands: () => [`aws efs create-file-system --creation-token shop --encrypted --tags ${tag}`],
  check: account => expectFileSystem(account, { token: 'shop', lab: LAB }),
  hints: [
    'It needs no size: it grows with what is put in. The creation token keeps you from making it twice.',
  ],
  solve: 'commands',
  timeout: '2m',
  reads: ['elasticfilesystem:DescribeFileSystems'],
})
