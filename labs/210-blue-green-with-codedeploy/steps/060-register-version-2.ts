import { defineStep } from '../../define.ts'
import { expectUploads, registerUploads, UPLOADS_READS } from '../../parts/uploads-task.ts'
import { place } from '../names.ts'

export default defineStep({
  title: 'Describe version 2',
  needs: ['prepare', 'create-service'],
  commands: context => [registerUploads(context, place, '2')],
  check: account => expectUploads(account, place, '2'),
  hints: [
    'A task definition is never changed: you register a new revision of it.',
    'Compare the command with the first one of “Run version 1”: one digit is different.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: UPLOADS_READS,
})
