import { allOf } from '../../assertions/verdicts.ts'
import { type CheckContext, type CommandContext, defineStep } from '../../define.ts'
import { createListeners, expectListeners, LISTENER_READS } from '../../parts/front.ts'
import { place, TEST_PORT } from '../names.ts'

const production = ({ out }: CommandContext | CheckContext) => ({
  ports: { listenerArn: 80 },
  targetGroupArn: out['create-load-balancer']?.['blueArn'],
})
const test = ({ out }: CommandContext | CheckContext) => ({
  ports: { testListenerArn: TEST_PORT },
  targetGroupArn: out['create-load-balancer']?.['greenArn'],
})

export default defineStep({
  title: 'Two listeners, one group each',
  needs: ['create-load-balancer'],
  commands: context => [
    ...createListeners(context, place, production(context)),
    ...createListeners(context, place, test(context)),
  ],
  check: account =>
    allOf(
      () => expectListeners(account, place, production(account)),
      () => expectListeners(account, place, test(account)),
    ),
  hints: [
    `Port 80 forwards to the blue group, port ${TEST_PORT} to the green one.`,
    'ECS wants both groups behind the load balancer before it deploys: one on each rule will do.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: LISTENER_READS,
})
