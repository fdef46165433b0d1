import { defineMistake } from '../../define.ts'
import { createService } from '../create-service-command.ts'

export default defineMistake({
  title: 'A launch type is given, and the cluster’s strategy does not count',
  step: 'create-service',
  commands: context => [createService(context, ' --launch-type FARGATE')],
  expect: {
    status: 'fail',
    reason: 'launch-type',
    next: /aws ecs update-service .* --capacity-provider-strategy .* --force-new-deployment`$/,
  },
})
