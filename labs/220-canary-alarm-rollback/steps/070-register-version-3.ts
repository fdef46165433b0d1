import { defineStep } from '../../define.ts'
import { expectUploads, registerUploads, UPLOADS_READS } from '../../parts/uploads-task.ts'
import { place } from '../names.ts'

export default defineStep({
  title: 'Describe version 3, which is broken',
  needs: ['prepare', 'create-service'],
  commands: context => [registerUploads(context, place, '3-errors')],
  check: account => expectUploads(account, place, '3-errors'),
  hints: [
    'The image’s tag says what is wrong with it. In life no tag does.',
    'Its health check is in order: it starts, it answers, and one request in twenty fails.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: UPLOADS_READS,
})
