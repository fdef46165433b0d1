import type { DeleteInternetGatewayRequest } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { hasDependencies } from '../errors.ts'
import { findInternetGateway } from '../find.ts'

/** Deletes an internet gateway that is attached to no VPC. */
export const deleteInternetGateway: Operation<DeleteInternetGatewayRequest, object> = (input, { scope }) => {
  const state = network(scope)
  const { InternetGatewayId, Attachments } = findInternetGateway(state, input.InternetGatewayId)
  if (Attachments.length > 0) throw hasDependencies('internetGateway', InternetGatewayId)
  refuseDryRun(input)
  state.internetGateways.delete(InternetGatewayId)
  return {}
}
