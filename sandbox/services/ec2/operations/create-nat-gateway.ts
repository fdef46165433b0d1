import type { CreateNatGatewayRequest, CreateNatGatewayResult, NatGatewayAddress } from '@aws-sdk/client-ec2'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { associateAddress, hasInternetGateway } from '../elastic-addresses.ts'
import { invalidParameterValue, notImplemented } from '../errors.ts'
import { findAddress, findSubnet } from '../find.ts'
import { shownNatGateway } from '../nat-gateways.ts'
import { createInterface } from '../network-interfaces.ts'
import { natGatewayDue, watchStateChanges } from '../state-changes.ts'
import { newId } from '../store.ts'
import type { AddressDocument, NatGatewayDocument, Network } from '../store.ts'
import { tagsFor } from '../tags.ts'

/** Makes a NAT gateway. What is wrong with its network it says later, by the state `failed`, as AWS does. */
export const createNatGateway: Operation<CreateNatGatewayRequest, CreateNatGatewayResult> = (
  input,
  { scope, sandbox },
) => {
  const state = network(scope)
  const same = input.ClientToken
    ? state.natGateways.values().find(gateway => gateway.clientToken === input.ClientToken)
    : undefined
  if (same) return { NatGateway: shownNatGateway(same), ClientToken: input.ClientToken }
  if (input.AvailabilityMode === 'regional' || input.SecondaryAllocationIds?.length) {
    throw notImplemented('regional NAT gateways and secondary addresses', 'Give SubnetId and AllocationId.')
  }
  const subnet = findSubnet(state, input.SubnetId)
  const { ConnectivityType = 'public' } = input
  const address = checkAddress(state, ConnectivityType, input.AllocationId)
  const tags = tagsFor('natgateway', input.TagSpecifications)
  refuseDryRun(input)
  const failure = ConnectivityType === 'public' ? failureOf(state, subnet.VpcId, address) : undefined
  const id = newId('nat')
  const document: NatGatewayDocument = {
    NatGatewayId: id,
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    ConnectivityType,
    CreateTime: new Date(sandbox.clock.now()),
    ...(failure ? { State: 'failed' as const, ...failure } : { State: 'pending' as const }),
    NatGatewayAddresses: [],
    ...(input.ClientToken && { clientToken: input.ClientToken }),
    nextStateAt: natGatewayDue(sandbox, scope, failure ? 'deleted' : 'pending'),
    Tags: tags,
  }
  if (!failure) document.NatGatewayAddresses = [makeInterface()]
  state.natGateways.put(id, document)
  watchStateChanges(sandbox, scope)
  // A failure is not known yet when the call answers.
  const { FailureCode: _code, FailureMessage: _message, ...shown } = shownNatGateway(document)
  return { NatGateway: { ...shown, State: 'pending' }, ClientToken: input.ClientToken }

  function makeInterface(): NatGatewayAddress {
    const eni = createInterface(scope, {
      subnetId: subnet.SubnetId,
      securityGroupIds: [],
      description: `Interface for NAT Gateway ${id}`,
      requesterId: 'amazon-aws',
      attachedBy: 'amazon-aws',
      interfaceType: 'nat_gateway',
      ...(input.PrivateIpAddress && { privateIpAddress: input.PrivateIpAddress }),
    })
    const own = {
      NetworkInterfaceId: eni.NetworkInterfaceId,
      PrivateIp: eni.PrivateIpAddress,
      IsPrimary: true,
      Status: 'succeeded' as const,
    }
    if (!address) return own
    const AssociationId = associateAddress(scope, state, address, eni)
    return { ...own, AllocationId: address.AllocationId, AssociationId, PublicIp: address.PublicIp }
  }
}

function checkAddress(state: Network, type: string, id: string | undefined): AddressDocument | undefined {
  if (type === 'private') {
    if (id) throw invalidParameterValue('AllocationId can not be specified for a private NAT gateway')
    return undefined
  }
  if (!id) {
    throw new AwsError(
      'MissingParameter',
      'The request must include the AllocationId parameter. Add the required parameter and retry the request.',
    )
  }
  return findAddress(state, id)
}

function failureOf(state: Network, vpcId: string, address: AddressDocument | undefined) {
  if (!hasInternetGateway(state, vpcId)) {
    return {
      FailureCode: 'Gateway.NotAttached',
      FailureMessage: `Network ${vpcId} has no Internet gateway attached`,
    }
  }
  if (address?.AssociationId) {
    return {
      FailureCode: 'Resource.AlreadyAssociated',
      FailureMessage: `Elastic IP address [${address.AllocationId}] is already associated`,
    }
  }
  return undefined
}
