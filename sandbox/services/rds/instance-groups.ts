import { groupsFor } from '../ec2/network-interfaces.ts'
import { collections } from '../ec2/store.ts'
import type { Scope } from '../../store/store.ts'
import { invalidValue } from './errors.ts'

/** The security groups of a request, or the VPC's default one. Throws InvalidParameterValue in RDS's own words. */
export function instanceGroups(scope: Scope, vpcId: string, ids: string[]): string[] {
  const network = collections(scope)
  const missing = ids.find(id => !network.securityGroups.has(id))
  if (missing !== undefined) {
    throw invalidValue(`Invalid security group , groupId= ${missing}, groupName=.`)
  }
  return groupsFor(network, vpcId, ids)
}
