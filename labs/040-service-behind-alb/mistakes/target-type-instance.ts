import { defineMistake } from '../../define.ts'
import createTargetGroup from '../steps/050-create-target-group.ts'

export default defineMistake({
  title: 'The target type is left at AWS’s default, instance',
  step: 'create-target-group',
  commands: context =>
    createTargetGroup.commands(context).map(command => command.replace(' --target-type ip', '')),
  expect: {
    status: 'fail',
    reason: 'target-type',
    next: /aws elbv2 delete-target-group --target-group-arn arn:\S+`, then run this step’s command\.$/,
  },
  mend: (context, named) => [...named, ...createTargetGroup.commands(context)],
})
