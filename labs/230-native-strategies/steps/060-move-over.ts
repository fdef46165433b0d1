import { pass, waiting } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { registerUploads } from '../../parts/uploads-task.ts'
import { place } from '../names.ts'
import { newestDeployment, NEWEST_DEPLOYMENT_READS } from '../newest-deployment.ts'
import { moveOver } from '../strategies.ts'

export default defineStep({
  title: 'Move the service over, and deploy version 2',
  needs: ['prepare', 'create-load-balancer', 'create-service', 'create-role'],
  commands: context => [registerUploads(context, place, '2'), moveOver(context)],
  check: async account => {
    const found = await newestDeployment(account, {
      ...{ strategy: 'BLUE_GREEN', image: '/uploads:2' },
      again: 'Run this step’s commands again.',
    })
    if ('reason' in found) return found
    const { serviceDeploymentArn = '', lifecycleHookDetails, lifecycleStage, status } = found.deployment
    const hook = lifecycleHookDetails?.find(one => one.status === 'AWAITING_ACTION')
    if (hook || status === 'SUCCESSFUL') {
      return pass('Green is up at the test address, and the deployment waits for you.', {
        ...{ serviceDeploymentArn, hookId: hook?.hookId ?? '' },
      })
    }
    return waiting('green-coming', {
      title: 'Green is coming up',
      expected: 'a deployment that waits for you after POST_TEST_TRAFFIC_SHIFT',
      observed: `the deployment is ${status}, in the stage ${lifecycleStage}`,
      next: 'Wait, and watch the Map: the tasks of version 2 come up in the green group, and the test listener is pointed to them.',
      ...{ retryAfterSeconds: 5, aboutSeconds: 120 },
    })
  },
  hints: [
    'One command says four things: who deploys from now on, how, what, and between which rules and groups.',
    'The single quotes keep the shell away from the JSON between them.',
  ],
  solve: 'commands',
  timeout: '10m',
  serves: true,
  reads: NEWEST_DEPLOYMENT_READS,
})
