import { defineMistake } from '../../define.ts'
import runTask from '../steps/050-run-task.ts'

export default defineMistake({
  title: 'The task gets no public address',
  step: 'run-task',
  commands: context =>
    runTask
      .commands(context)
      .map(command => command.replace('assignPublicIp=ENABLED', 'assignPublicIp=DISABLED')),
  expect: {
    status: 'fail',
    reason: 'no-public-address',
    next: /aws ecs stop-task --cluster first --task [0-9a-f]{32}`, then run .* with assignPublicIp=ENABLED\.$/,
  },
  mend: (context, named) => [...named, ...runTask.commands(context)],
})
