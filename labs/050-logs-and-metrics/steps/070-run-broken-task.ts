import { expectTaskEnded } from '../../assertions/expect-task-ended.ts'
import { TASK_READS } from '../../assertions/lone-tasks.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER, COLLEAGUE, FAMILY, LAB } from '../names.ts'
import { runTask } from '../run-task-command.ts'

/** With one letter too few, as people type. */
const overrides = { containerOverrides: [{ name: 'web', command: ['node', 'sever.ts'] }] }

export default defineStep({
  title: 'Run what a colleague has typed',
  needs: ['prepare', 'run-task'],
  commands: context => [
    runTask(context, ` --started-by ${COLLEAGUE} --overrides '${JSON.stringify(overrides)}'`),
  ],
  check: account =>
    expectTaskEnded(account, {
      cluster: CLUSTER,
      family: FAMILY,
      startedBy: COLLEAGUE,
      container: 'web',
      lab: LAB,
    }),
  hints: [
    '--overrides changes a recipe for this one task: here the command that the container runs.',
    'This task is meant to fail. Run the command as it stands, and watch the Map.',
  ],
  solve: 'commands',
  timeout: '6m',
  reads: TASK_READS,
})
