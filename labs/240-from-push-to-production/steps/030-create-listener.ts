import { type CheckContext, type CommandContext, defineStep } from '../../define.ts'
import { createListeners, expectListeners, LISTENER_READS } from '../../parts/front.ts'
import { LISTENERS, place } from '../names.ts'

const listening = ({ out }: CommandContext | CheckContext) => ({
  ports: LISTENERS,
  targetGroupArn: out['create-load-balancer']?.['launchArn'],
})

export default defineStep({
  title: 'Listen on port 80',
  needs: ['create-load-balancer'],
  commands: context => createListeners(context, place, listening(context)),
  check: account => expectListeners(account, place, listening(account)),
  hints: ['Protocol HTTP, port 80, and one action for every request: forward to the target group.'],
  solve: 'commands',
  timeout: '1m',
  reads: LISTENER_READS,
})
