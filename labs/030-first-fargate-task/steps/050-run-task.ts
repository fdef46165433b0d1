import { expectTaskRunning, TASK_RUNNING_READS } from '../../assertions/expect-task-running.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, FAMILY, LAB, LOG_GROUP, PORT } from '../names.ts'
import { runTask } from '../run-task-command.ts'

export default defineStep({
  title: 'Run it',
  needs: ['create-cluster', 'register-task-definition', 'open-door'],
  commands: context => [runTask(context)],
  check: account =>
    expectTaskRunning(account, {
      cluster: CLUSTER,
      family: FAMILY,
      ports: [PORT],
      logGroup: LOG_GROUP,
      lab: LAB,
    }),
  hints: [
    'ECS needs to know three things: what to run, in which cluster, and where in the network.',
    'A task in a public subnet still needs assignPublicIp=ENABLED: without it, it cannot even fetch its image.',
    'The command returns while the task is PROVISIONING. Check waits until it is RUNNING, and shows each state on the way.',
  ],
  solve: 'commands',
  timeout: '6m',
  reads: TASK_RUNNING_READS,
})
