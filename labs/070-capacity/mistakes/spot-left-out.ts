import { defineMistake } from '../../define.ts'
import { putProviders } from '../provider-commands.ts'

/** AWS refuses it: a strategy may name only what the cluster has. */
export default defineMistake({
  title: 'The strategy names Spot, and the cluster does not have it',
  step: 'add-providers',
  commands: () => [putProviders().replace('FARGATE FARGATE_SPOT', 'FARGATE')],
  expect: {
    status: 'fail',
    reason: 'provider-missing',
    next: /--capacity-providers FARGATE FARGATE_SPOT /,
  },
})
