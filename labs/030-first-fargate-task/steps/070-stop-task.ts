import { expectTaskStopped } from '../../assertions/expect-task-stopped.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER } from '../names.ts'

export default defineStep({
  title: 'Stop it',
  needs: ['run-task'],
  commands: ({ out }) => {
    const { taskId } = out['run-task'] ?? {}
    return [
      `aws ecs stop-task --cluster ${CLUSTER} --task ${taskId} --reason 'I have seen enough' --query 'task.[lastStatus,desiredStatus]' --output text`,
      `aws ecs wait tasks-stopped --cluster ${CLUSTER} --tasks ${taskId}`,
      `aws ecs describe-tasks --cluster ${CLUSTER} --tasks ${taskId} --query 'tasks[0].{status:lastStatus,stopCode:stopCode,stoppedReason:stoppedReason,exitCode:containers[0].exitCode}'`,
    ]
  },
  check: account =>
    expectTaskStopped(account, { cluster: CLUSTER, taskId: account.out['run-task']?.taskId ?? '' }),
  hints: [
    'A task is stopped by its id. What you give as --reason is kept as stoppedReason.',
    'After the command the task is on its way out: DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED.',
  ],
  solve: 'commands',
  timeout: '3m',
  reads: ['ecs:DescribeTasks'],
})
