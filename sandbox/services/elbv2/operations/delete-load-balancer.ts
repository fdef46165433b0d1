import { OperationNotPermittedException } from '@aws-sdk/client-elastic-load-balancing-v2'
import type {
  DeleteLoadBalancerInput,
  DeleteLoadBalancerOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { removeListener } from '../listeners.ts'
import { removeZones } from '../load-balancers.ts'
import { balancing } from '../store.ts'

/** Deletes a load balancer with its listeners and rules; its target groups stay. One that is not there is no error. */
export const deleteLoadBalancer: Operation<DeleteLoadBalancerInput, DeleteLoadBalancerOutput> = (
  { LoadBalancerArn = '' },
  { scope, sandbox },
) => {
  const { loadBalancers, listeners } = balancing(scope)
  const document = loadBalancers.get(LoadBalancerArn)
  if (!document) return {}
  if (document.attributes['deletion_protection.enabled'] === 'true') {
    throw exception(
      OperationNotPermittedException,
      `Load balancer '${LoadBalancerArn}' cannot be deleted because deletion protection is enabled`,
    )
  }
  for (const listener of listeners.values()) {
    if (listener.LoadBalancerArn === LoadBalancerArn) removeListener(scope, listener.ListenerArn)
  }
  removeZones(scope, document.zones)
  loadBalancers.delete(LoadBalancerArn)
  routesChanged(sandbox, scope)
  return {}
}
