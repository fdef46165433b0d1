import type { AttachInternetGatewayRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { invalidParameterValue } from '../errors.ts'
import { findInternetGateway, findVpc } from '../find.ts'

/** Gives a VPC its way to the internet: one gateway a VPC, one VPC a gateway. */
export const attachInternetGateway: Operation<AttachInternetGatewayRequest, object> = (input, { scope }) => {
  const state = network(scope)
  const gateway = findInternetGateway(state, input.InternetGatewayId)
  const { VpcId } = findVpc(state, input.VpcId)
  const { InternetGatewayId, Attachments } = gateway
  const [present] = Attachments
  if (present) {
    throw new AwsError(
      'Resource.AlreadyAssociated',
      `resource ${InternetGatewayId} is already attached to network ${present.VpcId}`,
    )
  }
  if (state.internetGateways.values().some(other => other.Attachments.some(a => a.VpcId === VpcId))) {
    throw invalidParameterValue(`Network ${VpcId} already has an internet gateway attached`)
  }
  refuseDryRun(input)
  // AWS answers `available`, which is not among the states that its own model has.
  const attachment = { VpcId, State: 'available' as never }
  state.internetGateways.put(InternetGatewayId, { ...gateway, Attachments: [attachment] })
  return {}
}
