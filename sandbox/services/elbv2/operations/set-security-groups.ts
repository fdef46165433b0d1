import type {
  SetSecurityGroupsInput,
  SetSecurityGroupsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import type { Operation } from '../../../operation.ts'
import { collections } from '../../ec2/store.ts'
import { invalidConfiguration } from '../errors.ts'
import { chosenGroups, findLoadBalancer } from '../load-balancers.ts'
import { balancing } from '../store.ts'

/** Puts these security groups in the place of the load balancer's present ones. */
export const setSecurityGroups: Operation<SetSecurityGroupsInput, SetSecurityGroupsOutput> = (
  input,
  { scope, sandbox },
) => {
  const document = findLoadBalancer(scope, input.LoadBalancerArn)
  if (document.Type === 'network' && document.SecurityGroups.length === 0) {
    throw invalidConfiguration(
      'You cannot associate security groups with a Network Load Balancer that was created without security groups',
    )
  }
  const SecurityGroups = chosenGroups(scope, input.SecurityGroups, document.VpcId)
  const { networkInterfaces } = collections(scope)
  for (const { networkInterfaceId } of document.zones) {
    const eni = networkInterfaces.get(networkInterfaceId)
    if (eni) networkInterfaces.put(networkInterfaceId, { ...eni, GroupIds: SecurityGroups })
  }
  balancing(scope).loadBalancers.put(document.LoadBalancerArn, { ...document, SecurityGroups })
  routesChanged(sandbox, scope)
  return { SecurityGroupIds: SecurityGroups }
}
