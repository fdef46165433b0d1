import type {
  DescribeListenersInput,
  DescribeListenersOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { validationError } from '../errors.ts'
import { findListener, shownListener } from '../listeners.ts'
import { findLoadBalancer } from '../load-balancers.ts'
import { paginate } from '../paginate.ts'
import { balancing } from '../store.ts'

/** Listeners of a load balancer, or by ARN. */
export const describeListeners: Operation<DescribeListenersInput, DescribeListenersOutput> = (
  input,
  { scope },
) => {
  if (!input.LoadBalancerArn && !input.ListenerArns?.length) {
    throw validationError('You must specify either listener ARNs or a load balancer ARN')
  }
  if (input.LoadBalancerArn) findLoadBalancer(scope, input.LoadBalancerArn)
  const chosen = input.ListenerArns?.length
    ? input.ListenerArns.map(arn => findListener(scope, arn))
    : balancing(scope)
        .listeners.values()
        .filter(({ LoadBalancerArn }) => LoadBalancerArn === input.LoadBalancerArn)
  const { items, ...rest } = paginate(chosen, input)
  return { Listeners: items.map(listener => shownListener(scope, listener)), ...rest }
}
