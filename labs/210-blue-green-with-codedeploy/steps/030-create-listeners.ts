import { type CheckContext, type CommandContext, defineStep } from '../../define.ts'
import { createListeners, expectListeners, LISTENER_READS } from '../../parts/front.ts'
import { LISTENERS, place, TEST_PORT } from '../names.ts'

const listening = ({ out }: CommandContext | CheckContext) => ({
  ports: LISTENERS,
  targetGroupArn: out['create-load-balancer']?.['blueArn'],
})

export default defineStep({
  title: 'Two listeners: one for visitors, one for you',
  needs: ['create-load-balancer'],
  commands: context => createListeners(context, place, listening(context)),
  check: account => expectListeners(account, place, listening(account)),
  hints: [
    `Port 80 is for your visitors, port ${TEST_PORT} for you.`,
    'Both begin with the blue group. CodeDeploy will point them to different ones.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: LISTENER_READS,
})
