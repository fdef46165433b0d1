import { type CheckContext, type CommandContext, defineStep } from '../../define.ts'
import { createListeners, expectListeners, LISTENER_READS } from '../../parts/front.ts'
import { LISTENERS, place } from '../names.ts'

const listening = ({ out }: CommandContext | CheckContext) => ({
  ports: LISTENERS,
  targetGroupArn: out['create-load-balancer']?.['blueArn'],
})

export default defineStep({
  title: 'Listen on port 80',
  needs: ['create-load-balancer'],
  commands: context => createListeners(context, place, listening(context)),
  check: account => expectListeners(account, place, listening(account)),
  hints: [
    'One listener this time: nobody tries green by hand. The alarm is to do it.',
    'It begins with the blue group. CodeDeploy will give it weights.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: LISTENER_READS,
})
