import { defineMistake } from '../../define.ts'
import runTask from '../steps/050-run-task.ts'

export default defineMistake({
  title: 'No security group is named, so the task stands behind the default one, which is shut',
  step: 'run-task',
  commands: context =>
    runTask.commands(context).map(command => command.replace(/securityGroups=\[[^\]]*\],/, '')),
  expect: {
    status: 'fail',
    reason: 'security-group-shut',
    next: /aws ecs stop-task --cluster first --task [0-9a-f]{32}`, then run this step’s command/,
  },
  mend: (context, named) => [...named, ...runTask.commands(context)],
})
