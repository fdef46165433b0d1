import { retag, tagSpecifications } from '../engine/ec2.ts'
import { pick, text } from '../engine/properties.ts'
import type { Properties, ResourceType, Work } from '../engine/resource-type.ts'

/** A part of a VPC, in one availability zone. */
export const awsEc2Subnet: ResourceType = {
  replaces: ['VpcId', 'CidrBlock', 'AvailabilityZone', 'AvailabilityZoneId'],
  updates: ['MapPublicIpOnLaunch', 'Tags'],
  required: ['VpcId'],
  attributes: [
    'AvailabilityZone',
    'AvailabilityZoneId',
    'CidrBlock',
    'Ipv6CidrBlocks',
    'NetworkAclAssociationId',
    'SubnetId',
    'VpcId',
  ],
  async create(work) {
    const { Subnet = {} } = await work.call<{ Subnet?: Properties }>('ec2', 'CreateSubnet', {
      ...pick(work.properties, 'VpcId', 'CidrBlock', 'AvailabilityZone', 'AvailabilityZoneId'),
      ...tagSpecifications('subnet', work.tags),
    })
    const physicalId = text(Subnet, 'SubnetId')
    work.made(physicalId)
    if (work.properties['MapPublicIpOnLaunch'] !== undefined) await putSwitch(work, physicalId)
    return { physicalId }
  },
  async update(change) {
    if (change.changes('MapPublicIpOnLaunch')) await putSwitch(change, change.physicalId)
    await retag(change)
  },
  async read({ call, physicalId }) {
    const input = { SubnetIds: [physicalId] }
    const { Subnets = [] } = await call<{ Subnets?: Properties[] }>('ec2', 'DescribeSubnets', input)
    return {
      ...pick(Subnets[0] ?? {}, 'AvailabilityZone', 'AvailabilityZoneId', 'CidrBlock', 'VpcId'),
      ...{ SubnetId: physicalId, Ipv6CidrBlocks: [], NetworkAclAssociationId: '' },
    }
  },
  async remove({ call, physicalId }) {
    await call('ec2', 'DeleteSubnet', { SubnetId: physicalId })
  },
  async actual({ call, physicalId }) {
    const input = { SubnetIds: [physicalId] }
    const { Subnets = [] } = await call<{ Subnets?: Properties[] }>('ec2', 'DescribeSubnets', input)
    return pick(Subnets[0] ?? {}, 'MapPublicIpOnLaunch')
  },
}

async function putSwitch({ call, properties }: Work, SubnetId: string): Promise<void> {
  const Value = properties['MapPublicIpOnLaunch'] ?? false
  await call('ec2', 'ModifySubnetAttribute', { SubnetId, MapPublicIpOnLaunch: { Value } })
}
