import type { DisassociateVpcCidrBlockRequest, DisassociateVpcCidrBlockResult } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { includes } from '../cidr.ts'
import { network } from '../default-vpc.ts'
import { missingParameter } from '../errors.ts'

/** Takes a range away from a VPC; never its first one, nor one with subnets. */
export const disassociateVpcCidrBlock: Operation<
  DisassociateVpcCidrBlockRequest,
  DisassociateVpcCidrBlockResult
> = ({ AssociationId }, { scope }) => {
  if (!AssociationId) throw missingParameter('associationId')
  const state = network(scope)
  const own = ({ AssociationId: id }: { AssociationId?: string | undefined }) => id === AssociationId
  const vpc = state.vpcs.values().find(v => v.CidrBlockAssociationSet?.some(own))
  const association = vpc?.CidrBlockAssociationSet?.find(own)
  if (!vpc || !association) {
    throw new AwsError(
      'InvalidVpcCidrBlockAssociationID.NotFound',
      `The vpc CIDR block association ID '${AssociationId}' does not exist`,
    )
  }
  const { CidrBlock = '' } = association
  if (CidrBlock === vpc.CidrBlock) {
    throw new AwsError(
      'OperationNotPermitted',
      `The vpc CIDR block with association ID ${AssociationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
    )
  }
  const used = state.subnets.values().some(s => s.VpcId === vpc.VpcId && includes(CidrBlock, s.CidrBlock))
  if (used) {
    throw new AwsError(
      'InvalidCidrBlock.InUse',
      `The vpc ${vpc.VpcId} currently has a subnet within CIDR block ${CidrBlock}`,
    )
  }
  const CidrBlockAssociationSet = vpc.CidrBlockAssociationSet?.filter(a => !own(a))
  state.vpcs.put(vpc.VpcId, { ...vpc, CidrBlockAssociationSet })
  for (const table of state.routeTables.values()) {
    if (table.VpcId !== vpc.VpcId) continue
    const Routes = table.Routes.filter(
      route => !(route.GatewayId === 'local' && route.DestinationCidrBlock === CidrBlock),
    )
    state.routeTables.put(table.RouteTableId, { ...table, Routes })
  }
  return {
    VpcId: vpc.VpcId,
    CidrBlockAssociation: { ...association, CidrBlockState: { State: 'disassociating' } },
  }
}
