import { defineStep } from '../../define.ts'
import { DEPLOYED_READS, expectDeployed } from '../expect-deployed.ts'
import { STEP_PERCENT } from '../names.ts'
import { NEWEST_DEPLOYMENT, updateService, watch } from '../strategies.ts'

export default defineStep({
  title: 'Walk over in four steps',
  needs: ['prepare', 'create-load-balancer', 'stop-canary'],
  commands: () => [updateService('linear', '--force-new-deployment'), watch(NEWEST_DEPLOYMENT)],
  check: account =>
    expectDeployed(account, {
      ...{ strategy: 'LINEAR', image: '/uploads:2', aboutSeconds: 420 },
      again: 'Run this step’s commands.',
    }),
  hints: [
    'After the rollback the service has the task definition of version 2 again. --force-new-deployment deploys it anew.',
    `${STEP_PERCENT} % move each minute. After the last step there is no wait, but the bake time.`,
  ],
  solve: 'commands',
  timeout: '15m',
  serves: true,
  reads: DEPLOYED_READS,
})
