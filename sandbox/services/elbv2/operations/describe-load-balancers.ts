import { LoadBalancerNotFoundException } from '@aws-sdk/client-elastic-load-balancing-v2'
import type {
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { checkArn, exception, validationError } from '../errors.ts'
import { shownLoadBalancer } from '../load-balancers.ts'
import { paginate } from '../paginate.ts'
import { balancing } from '../store.ts'

/** Load balancers by ARN, by name, or all. */
export const describeLoadBalancers: Operation<DescribeLoadBalancersInput, DescribeLoadBalancersOutput> = (
  input,
  { scope, sandbox },
) => {
  const { LoadBalancerArns: arns = [], Names: names = [] } = input
  if (arns.length > 0 && names.length > 0) {
    throw validationError('Load balancer names and load balancer ARNs cannot be specified at the same time')
  }
  for (const arn of arns) checkArn(scope, 'loadbalancer', arn)
  const all = balancing(scope).loadBalancers.values()
  const chosen = all.filter(
    ({ LoadBalancerArn, LoadBalancerName }) =>
      (arns.length === 0 || arns.includes(LoadBalancerArn)) &&
      (names.length === 0 || names.includes(LoadBalancerName)),
  )
  const missing = names.filter(name => !chosen.some(found => found.LoadBalancerName === name))
  if (missing.length > 0) {
    throw exception(LoadBalancerNotFoundException, `Load balancers '[${missing.join(', ')}]' not found`)
  }
  if (arns.some(arn => !chosen.some(found => found.LoadBalancerArn === arn))) {
    throw exception(LoadBalancerNotFoundException, 'One or more load balancers not found')
  }
  const { items, ...rest } = paginate(chosen, input)
  return { LoadBalancers: items.map(document => shownLoadBalancer(sandbox, scope, document)), ...rest }
}
