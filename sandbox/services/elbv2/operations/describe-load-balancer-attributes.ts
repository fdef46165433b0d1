import type {
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { loadBalancerDefaults, shownAttributes } from '../attributes.ts'
import { findLoadBalancer } from '../load-balancers.ts'

/** All attributes of a load balancer. */
export const describeLoadBalancerAttributes: Operation<
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput
> = ({ LoadBalancerArn }, { scope }) => {
  const document = findLoadBalancer(scope, LoadBalancerArn)
  return { Attributes: shownAttributes(loadBalancerDefaults(document), document.attributes) }
}
