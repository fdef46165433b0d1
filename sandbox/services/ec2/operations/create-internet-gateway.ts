import type { CreateInternetGatewayRequest, CreateInternetGatewayResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { newId } from '../store.ts'
import { tagsFor } from '../tags.ts'

/** Makes an internet gateway that belongs to no VPC yet. */
export const createInternetGateway: Operation<CreateInternetGatewayRequest, CreateInternetGatewayResult> = (
  input,
  { scope },
) => {
  const { internetGateways } = network(scope)
  const Tags = tagsFor('internet-gateway', input.TagSpecifications)
  refuseDryRun(input)
  const InternetGatewayId = newId('igw')
  const InternetGateway = { InternetGatewayId, OwnerId: scope.accountId, Attachments: [], Tags }
  internetGateways.put(InternetGatewayId, InternetGateway)
  return { InternetGateway }
}
