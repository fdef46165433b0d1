import { expectTaskRunning, TASK_RUNNING_READS } from '../../assertions/expect-task-running.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, FAMILY, LAB, LOG_GROUP, PORTS } from '../names.ts'
import { runTask } from '../run-task-command.ts'

export default defineStep({
  title: 'Run the task',
  needs: ['prepare', 'create-log-group', 'register-task-definition'],
  commands: context => [runTask(context)],
  check: account =>
    expectTaskRunning(account, {
      cluster: CLUSTER,
      family: FAMILY,
      ports: Object.values(PORTS),
      logGroup: LOG_GROUP,
      lab: LAB,
    }),
  hints: [
    'The command is the one of your first task, with this lab’s cluster, recipe and door.',
    'If it stops before it runs, ECS could not open its log streams, or could not fetch the image: the check says which.',
  ],
  solve: 'commands',
  timeout: '6m',
  reads: TASK_RUNNING_READS,
})
