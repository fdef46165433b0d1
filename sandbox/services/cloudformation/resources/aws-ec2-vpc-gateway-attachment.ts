import { pick, text } from '../engine/properties.ts'
import type { ResourceType } from '../engine/resource-type.ts'

/** Joins an internet gateway and a VPC. */
export const awsEc2VpcGatewayAttachment: ResourceType = {
  replaces: ['VpcId', 'InternetGatewayId'],
  updates: [],
  required: ['VpcId', 'InternetGatewayId'],
  attributes: ['AttachmentType'],
  async create({ call, properties }) {
    await call('ec2', 'AttachInternetGateway', pick(properties, 'VpcId', 'InternetGatewayId'))
    return { physicalId: `IGW|${text(properties, 'VpcId')}`, attributes: { AttachmentType: 'IGW' } }
  },
  async remove({ call, properties }) {
    await call('ec2', 'DetachInternetGateway', pick(properties, 'VpcId', 'InternetGatewayId'))
  },
}
