import type { DetachInternetGatewayRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { findInternetGateway, findVpc } from '../find.ts'

/** Takes a VPC's way to the internet away, once nothing in it has a public address. */
export const detachInternetGateway: Operation<DetachInternetGatewayRequest, object> = (input, { scope }) => {
  const state = network(scope)
  const gateway = findInternetGateway(state, input.InternetGatewayId)
  const { VpcId } = findVpc(state, input.VpcId)
  const { InternetGatewayId } = gateway
  if (!gateway.Attachments.some(attachment => attachment.VpcId === VpcId)) {
    throw new AwsError(
      'Gateway.NotAttached',
      `resource ${InternetGatewayId} is not attached to network ${VpcId}`,
    )
  }
  if (state.networkInterfaces.values().some(eni => eni.VpcId === VpcId && eni.PublicIp)) {
    throw new AwsError(
      'DependencyViolation',
      `Network ${VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
    )
  }
  refuseDryRun(input)
  state.internetGateways.put(InternetGatewayId, { ...gateway, Attachments: [] })
  return {}
}
