import type {
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { LOAD_BALANCER_DEFAULTS, shownAttributes } from '../attributes.ts'
import { findLoadBalancer } from '../load-balancers.ts'

/** All attributes of a load balancer. */
export const describeLoadBalancerAttributes: Operation<
  DescribeLoadBalancerAttributesInput,
  DescribeLoadBalancerAttributesOutput
> = ({ LoadBalancerArn }, { scope }) => ({
  Attributes: shownAttributes(LOAD_BALANCER_DEFAULTS, findLoadBalancer(scope, LoadBalancerArn).attributes),
})
