import { retag, tagSpecifications } from '../engine/ec2.ts'
import { ResourceFailure } from '../engine/failure.ts'
import { pick, text } from '../engine/properties.ts'
import type { Change, Properties, ResourceType } from '../engine/resource-type.ts'

/** The way out of private subnets. */
export const awsEc2NatGateway: ResourceType = {
  replaces: ['SubnetId', 'AllocationId', 'ConnectivityType', 'PrivateIpAddress'],
  updates: ['Tags'],
  required: ['SubnetId'],
  attributes: ['NatGatewayId'],
  async create({ call, properties, tags, token }) {
    const { NatGateway = {} } = await call<{ NatGateway?: Properties }>('ec2', 'CreateNatGateway', {
      ...pick(properties, 'SubnetId', 'AllocationId', 'ConnectivityType', 'PrivateIpAddress'),
      ...{ ClientToken: token, ...tagSpecifications('natgateway', tags) },
    })
    const physicalId = text(NatGateway, 'NatGatewayId')
    return { physicalId, attributes: { NatGatewayId: physicalId } }
  },
  async settled(change) {
    const gateway = await describe(change)
    if (gateway?.['State'] === 'failed') {
      throw new ResourceFailure(
        `NatGateway ${change.physicalId} is in state failed and hence failed to stabilize. Detailed failure message: ${text(gateway, 'FailureMessage')}`,
        'NotStabilized',
      )
    }
    return gateway?.['State'] === 'available'
  },
  update: change => retag(change),
  async remove({ call, physicalId }) {
    await call('ec2', 'DeleteNatGateway', { NatGatewayId: physicalId })
  },
  async removed(change) {
    const gateway = await describe(change)
    return gateway === undefined || gateway['State'] === 'deleted'
  },
}

async function describe({ call, physicalId }: Change): Promise<Properties | undefined> {
  const input = { NatGatewayIds: [physicalId] }
  const { NatGateways = [] } = await call<{ NatGateways?: Properties[] }>('ec2', 'DescribeNatGateways', input)
  return NatGateways[0]
}
