import { defineMistake } from '../../define.ts'
import { putProviders } from '../provider-commands.ts'

export default defineMistake({
  title: 'The base, which must always run, stands on Spot',
  step: 'add-providers',
  commands: () => [
    putProviders('capacityProvider=FARGATE,base=0,weight=1 capacityProvider=FARGATE_SPOT,base=1,weight=3'),
  ],
  expect: {
    status: 'fail',
    reason: 'base-on-spot',
    next: /replaced: `aws ecs put-cluster-capacity-providers /,
  },
})
