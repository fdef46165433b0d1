import { DescribeClustersCommand } from '@aws-sdk/client-ecs'
import { fail, pass } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { CLUSTER } from '../names.ts'
import { putProviders, STRATEGY, strategyText } from '../provider-commands.ts'

const PROVIDERS = ['FARGATE', 'FARGATE_SPOT']

export default defineStep({
  title: 'Say where tasks may run',
  needs: ['prepare'],
  commands: () => [
    putProviders(),
    `aws ecs describe-clusters --clusters ${CLUSTER} --query 'clusters[0].[capacityProviders,defaultCapacityProviderStrategy]'`,
  ],
  check: async ({ aws }) => {
    const { clusters } = await aws.ecs.send(new DescribeClustersCommand({ clusters: [CLUSTER] }))
    const { capacityProviders = [], defaultCapacityProviderStrategy: strategy } = clusters?.[0] ?? {}
    const expected = `a cluster with ${PROVIDERS.join(' and ')}, and the strategy ${STRATEGY}`
    const missing = PROVIDERS.filter(name => !capacityProviders.includes(name))
    if (missing.length > 0) {
      return fail('provider-missing', {
        title: `The cluster has no ${missing.join(', no ')}`,
        expected,
        observed: capacityProviders.length > 0 ? `it has ${capacityProviders.join(', ')}` : 'it has none',
        next: `Give it both; this replaces what it has: \`${putProviders()}\``,
      })
    }
    if (strategyText(strategy) !== STRATEGY) {
      const base = strategy?.find(({ base = 0 }) => base > 0)?.capacityProvider
      return fail(base === 'FARGATE_SPOT' ? 'base-on-spot' : 'strategy', {
        title: base === 'FARGATE_SPOT' ? 'The safe part stands on Spot' : 'Another strategy',
        expected,
        observed:
          base === 'FARGATE_SPOT'
            ? `the base is on ${base}: what must always run would be the first that AWS may take back`
            : `its strategy is ${strategyText(strategy) || 'empty'}`,
        next: `Put it once more; it is replaced: \`${putProviders()}\``,
      })
    }
    return pass(
      'The cluster has both providers: one task always on FARGATE, then three on Spot for one there.',
    )
  },
  hints: [
    'A capacity provider is where a task may run. AWS has the two of Fargate ready; a cluster only has to name them.',
    'base is how many tasks go there first; weight is how the others are shared out.',
    'Only one provider of a strategy may have a base.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['ecs:DescribeClusters'],
})
