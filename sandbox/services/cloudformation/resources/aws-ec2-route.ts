import { pick, text } from '../engine/properties.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'

const TARGETS = ['GatewayId', 'NatGatewayId', 'NetworkInterfaceId', 'VpcEndpointId', 'InstanceId']

/** One line of a route table. */
export const awsEc2Route: ResourceType = {
  replaces: ['RouteTableId', 'DestinationCidrBlock', 'DestinationPrefixListId'],
  updates: TARGETS,
  required: ['RouteTableId'],
  attributes: ['CidrBlock'],
  async create({ call, properties }) {
    await call('ec2', 'CreateRoute', properties)
    return {
      physicalId: `${text(properties, 'RouteTableId')}|${destination(properties)}`,
      attributes: attributes(properties),
    }
  },
  async update({ call, properties }) {
    await call('ec2', 'ReplaceRoute', properties)
  },
  async remove({ call, properties }) {
    await call(
      'ec2',
      'DeleteRoute',
      pick(properties, 'RouteTableId', 'DestinationCidrBlock', 'DestinationPrefixListId'),
    )
  },
}

function destination(properties: Properties): string {
  return text(properties, 'DestinationCidrBlock') || text(properties, 'DestinationPrefixListId')
}

function attributes(properties: Properties): Record<string, unknown> {
  return { CidrBlock: destination(properties) }
}
