import { defineMistake } from '../../define.ts'
import { putProviders } from '../provider-commands.ts'

export default defineMistake({
  title: 'The cluster’s strategy is changed, which a service that is there does not follow',
  step: 'leave-spot',
  commands: () => [putProviders('capacityProvider=FARGATE,weight=1')],
  expect: {
    status: 'fail',
    reason: 'strategy-unchanged',
    next: /aws ecs update-service .* --force-new-deployment`$/,
  },
})
