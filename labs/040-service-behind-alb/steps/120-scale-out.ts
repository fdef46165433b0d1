import { expectServiceStable, SERVICE_STABLE_READS } from '../../assertions/expect-service-stable.ts'
import { defineStep } from '../../define.ts'
import { expectedService } from '../expected-service.ts'
import { CLUSTER, SERVICE } from '../names.ts'

export default defineStep({
  title: 'Scale to three',
  needs: ['create-service'],
  commands: () => [`aws ecs update-service --cluster ${CLUSTER} --service ${SERVICE} --desired-count 3`],
  check: account => expectServiceStable(account, { ...expectedService(account.out), tasks: 3 }),
  hints: [
    'You do not start a third task. You tell the service how many it should want.',
    'The number is the desired count; aws ecs update-service changes it.',
  ],
  solve: 'commands',
  timeout: '6m',
  serves: true,
  reads: SERVICE_STABLE_READS,
})
