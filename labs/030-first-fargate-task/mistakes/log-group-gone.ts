import { defineMistake } from '../../define.ts'
import { LOG_GROUP } from '../names.ts'
import runTask from '../steps/050-run-task.ts'

export default defineMistake({
  title: 'The log group is gone when the task starts',
  step: 'run-task',
  commands: context => [
    `aws logs delete-log-group --log-group-name ${LOG_GROUP}`,
    ...runTask.commands(context),
  ],
  expect: {
    status: 'fail',
    reason: 'log-group-missing',
    next: /aws logs create-log-group --log-group-name \/ecs\/first --tags slipway-lab=first-fargate-task`, then run the task again\.$/,
  },
  mend: (context, named) => [...named, ...runTask.commands(context)],
})
