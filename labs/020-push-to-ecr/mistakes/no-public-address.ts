import { defineMistake } from '../../define.ts'
import runStep from '../steps/080-run-task.ts'

export default defineMistake({
  title: 'The task gets no public address',
  step: 'run-task',
  commands: context =>
    runStep
      .commands(context)
      .map(command => command.replace('assignPublicIp=ENABLED', 'assignPublicIp=DISABLED')),
  expect: {
    status: 'fail',
    reason: 'no-public-address',
    next: /aws ecs stop-task --cluster pushed --task [0-9a-f]{32}`, then run .* with assignPublicIp=ENABLED\.$/,
  },
  mend: (context, named) => [...named, ...runStep.commands(context)],
})
