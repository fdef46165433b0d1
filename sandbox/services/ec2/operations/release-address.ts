import type { ReleaseAddressRequest } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { namedAddress, refuseManaged } from '../elastic-addresses.ts'
import { invalidParameterValue } from '../errors.ts'

/** Gives an elastic address back that nothing uses. */
export const releaseAddress: Operation<ReleaseAddressRequest, object> = (input, { scope }) => {
  const state = network(scope)
  if (input.PublicIp && !input.AllocationId) {
    throw invalidParameterValue('You must specify an allocation id when releasing a VPC elastic IP address')
  }
  const address = namedAddress(state, { AllocationId: input.AllocationId })
  refuseManaged(state, address)
  if (address.AssociationId) {
    throw new AwsError('InvalidIPAddress.InUse', `Address ${address.PublicIp} is in use.`)
  }
  refuseDryRun(input)
  state.addresses.delete(address.AllocationId)
  return {}
}
