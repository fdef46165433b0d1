import { defineStep } from '../../define.ts'
import { expectUploads, registerUploads, UPLOADS_READS } from '../../parts/uploads-task.ts'
import { place } from '../names.ts'

export default defineStep({
  title: 'Describe the version that works',
  needs: ['prepare', 'ship-broken'],
  commands: context => [registerUploads(context, place, '2')],
  check: account => expectUploads(account, place, '2'),
  hints: ['The same command with another tag: a new revision, newer than the broken one.'],
  solve: 'commands',
  timeout: '1m',
  reads: UPLOADS_READS,
})
