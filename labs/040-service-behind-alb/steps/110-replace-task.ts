import { expectTaskReplaced } from '../../assertions/expect-task-replaced.ts'
import { SERVICE_READS } from '../../assertions/service-state.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, SERVICE } from '../names.ts'

export default defineStep({
  title: 'Stop a task, and watch it be replaced',
  needs: ['create-service'],
  commands: () => [
    `aws ecs stop-task --cluster ${CLUSTER} --task "$(aws ecs list-tasks --cluster ${CLUSTER} --service-name ${SERVICE} --query 'taskArns[0]' --output text)" --reason 'To see it replaced'`,
  ],
  check: account => expectTaskReplaced(account, { cluster: CLUSTER, service: SERVICE }),
  hints: [
    'First find the name of a task, then stop it. aws ecs list-tasks gives the names.',
    'The part in $( ) is run first, and what it prints takes its place: the name of the first task of the service.',
  ],
  solve: 'commands',
  timeout: '5m',
  reads: SERVICE_READS,
})
