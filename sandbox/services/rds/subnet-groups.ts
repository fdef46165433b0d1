import { type DBSubnetGroup, DBSubnetGroupDoesNotCoverEnoughAZs, InvalidSubnet } from '@aws-sdk/client-rds'
import type { Scope } from '../../store/store.ts'
import { network } from '../ec2/default-vpc.ts'
import { exception, subnetGroupNotFound } from './errors.ts'
import { rds, rdsArn, type SubnetGroupDocument } from './store.ts'

/** The VPC of subnets that make a group: of one VPC, in two availability zones at least. Throws InvalidSubnet and others. */
export function checkedSubnets(scope: Scope, subnetIds: string[]): { vpcId: string; subnetIds: string[] } {
  const { subnets } = network(scope)
  const ids = [...new Set(subnetIds)]
  const found = ids.flatMap(id => subnets.get(id) ?? [])
  const missing = ids.filter(id => !subnets.has(id))
  if (missing.length > 0) {
    throw exception(InvalidSubnet, `Some input subnets in :[${missing.join(', ')}] are invalid.`)
  }
  const vpcs = new Set(found.map(({ VpcId }) => VpcId))
  if (vpcs.size > 1) throw exception(InvalidSubnet, 'Subnets provided belong to more than one VPC.')
  const zones = [...new Set(found.map(({ AvailabilityZone }) => AvailabilityZone))]
  if (zones.length < 2) {
    throw exception(
      DBSubnetGroupDoesNotCoverEnoughAZs,
      `The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: ${zones.join(', ')}. Add subnets to cover at least 2 AZs.`,
    )
  }
  return { vpcId: found[0]?.VpcId ?? '', subnetIds: ids }
}

/** The group of a name; `default`, made at its first use, has the default VPC's subnets. Throws DBSubnetGroupNotFoundFault. */
export function subnetGroup(scope: Scope, name = 'default'): SubnetGroupDocument {
  const { subnetGroups } = rds(scope)
  const wanted = name.toLowerCase()
  const found = subnetGroups.get(wanted)
  if (found) return found
  if (wanted !== 'default') throw subnetGroupNotFound(name)
  const { vpcs, subnets } = network(scope)
  const vpc = vpcs.values().find(({ IsDefault }) => IsDefault)
  if (!vpc) throw subnetGroupNotFound(name)
  const subnetIds = subnets
    .values()
    .filter(({ VpcId }) => VpcId === vpc.VpcId)
    .map(({ SubnetId }) => SubnetId)
  const group = { name: 'default', description: 'default', ...checkedSubnets(scope, subnetIds), tags: [] }
  subnetGroups.put('default', group)
  return group
}

/** As DescribeDBSubnetGroups shows it. */
export function shownSubnetGroup(scope: Scope, group: SubnetGroupDocument): DBSubnetGroup {
  const { subnets } = network(scope)
  return {
    DBSubnetGroupName: group.name,
    DBSubnetGroupDescription: group.description,
    VpcId: group.vpcId,
    SubnetGroupStatus: 'Complete',
    Subnets: group.subnetIds.map(SubnetIdentifier => ({
      SubnetIdentifier,
      SubnetAvailabilityZone: { Name: subnets.get(SubnetIdentifier)?.AvailabilityZone },
      SubnetOutpost: {},
      SubnetStatus: 'Active',
    })),
    DBSubnetGroupArn: rdsArn(scope, 'subgrp', group.name),
    SupportedNetworkTypes: ['IPV4'],
  }
}
