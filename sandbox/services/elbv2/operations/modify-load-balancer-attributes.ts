import type {
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import type { Operation } from '../../../operation.ts'
import { changedAttributes, loadBalancerDefaults, shownAttributes } from '../attributes.ts'
import { findLoadBalancer } from '../load-balancers.ts'
import { balancing } from '../store.ts'

/** Sets attributes of a load balancer and answers all of them. */
export const modifyLoadBalancerAttributes: Operation<
  ModifyLoadBalancerAttributesInput,
  ModifyLoadBalancerAttributesOutput
> = (input, { scope, sandbox }) => {
  const document = findLoadBalancer(scope, input.LoadBalancerArn)
  const defaults = loadBalancerDefaults(document)
  const attributes = changedAttributes('Load balancer', defaults, document.attributes, input)
  balancing(scope).loadBalancers.put(document.LoadBalancerArn, { ...document, attributes })
  routesChanged(sandbox, scope)
  return { Attributes: shownAttributes(defaults, attributes) }
}
