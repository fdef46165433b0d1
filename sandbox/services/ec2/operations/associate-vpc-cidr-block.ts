import type { AssociateVpcCidrBlockRequest, AssociateVpcCidrBlockResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { addressRange } from '../address-ranges.ts'
import { overlap } from '../cidr.ts'
import { network } from '../default-vpc.ts'
import { notImplemented } from '../errors.ts'
import { findVpc } from '../find.ts'
import { newId } from '../store.ts'
import { rangesOf } from '../vpcs.ts'

/** Adds an IPv4 range to a VPC. */
export const associateVpcCidrBlock: Operation<AssociateVpcCidrBlockRequest, AssociateVpcCidrBlockResult> = (
  input,
  { scope },
) => {
  const state = network(scope)
  const vpc = findVpc(state, input.VpcId)
  if (input.AmazonProvidedIpv6CidrBlock || input.Ipv6CidrBlock || input.Ipv4IpamPoolId) {
    throw notImplemented('IPv6 or address pools in its VPCs', 'Give an IPv4 CidrBlock.')
  }
  const CidrBlock = addressRange(input.CidrBlock, 'cidrBlock', 'InvalidVpc.Range')
  if (rangesOf(vpc).some(range => overlap(range, CidrBlock))) {
    throw new AwsError('InvalidVpc.Range', `The CIDR '${CidrBlock}' conflicts with another CIDR of the VPC.`)
  }
  const AssociationId = newId('vpc-cidr-assoc')
  const association = { AssociationId, CidrBlock, CidrBlockState: { State: 'associated' as const } }
  const set = [...(vpc.CidrBlockAssociationSet ?? []), association]
  state.vpcs.put(vpc.VpcId, { ...vpc, CidrBlockAssociationSet: set })
  for (const table of state.routeTables.values()) {
    if (table.VpcId !== vpc.VpcId) continue
    const local = {
      DestinationCidrBlock: CidrBlock,
      GatewayId: 'local',
      Origin: 'CreateRouteTable' as const,
      State: 'active' as const,
    }
    state.routeTables.put(table.RouteTableId, { ...table, Routes: [local, ...table.Routes] })
  }
  return {
    VpcId: vpc.VpcId,
    CidrBlockAssociation: { ...association, CidrBlockState: { State: 'associating' } },
  }
}
