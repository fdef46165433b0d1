import type { SetSubnetsInput, SetSubnetsOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import type { Operation } from '../../../operation.ts'
import { invalidConfiguration } from '../errors.ts'
import { addZones, chosenSubnets, findLoadBalancer, removeZones } from '../load-balancers.ts'
import { balancing } from '../store.ts'

/** Puts these subnets in the place of the load balancer's present ones. */
export const setSubnets: Operation<SetSubnetsInput, SetSubnetsOutput> = (input, { scope, sandbox }) => {
  const document = findLoadBalancer(scope, input.LoadBalancerArn)
  const subnets = chosenSubnets(scope, input.Subnets, input.SubnetMappings, document.Type)
  if (subnets[0]?.VpcId !== document.VpcId) {
    throw invalidConfiguration(`The subnets must belong to the load balancer's VPC '${document.VpcId}'`)
  }
  const wanted = new Set(subnets.map(({ SubnetId }) => SubnetId))
  const kept = document.zones.filter(({ SubnetId }) => wanted.has(SubnetId))
  const added = subnets.filter(({ SubnetId }) => !kept.some(zone => zone.SubnetId === SubnetId))
  removeZones(
    scope,
    document.zones.filter(({ SubnetId }) => !wanted.has(SubnetId)),
  )
  const zones = [...kept, ...addZones(scope, document, added, document.Scheme)]
  balancing(scope).loadBalancers.put(document.LoadBalancerArn, { ...document, zones })
  routesChanged(sandbox, scope)
  return {
    AvailabilityZones: zones.map(({ ZoneName, SubnetId }) => ({
      ZoneName,
      SubnetId,
      LoadBalancerAddresses: [],
    })),
    IpAddressType: document.IpAddressType,
  }
}
