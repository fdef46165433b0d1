import { retag, tagSpecifications } from '../engine/ec2.ts'
import { text } from '../engine/properties.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'

/** A VPC's way to the internet. */
export const awsEc2InternetGateway: ResourceType = {
  replaces: [],
  updates: ['Tags'],
  attributes: ['InternetGatewayId'],
  async create({ call, tags }) {
    const { InternetGateway = {} } = await call<{ InternetGateway?: Properties }>(
      'ec2',
      'CreateInternetGateway',
      {
        ...tagSpecifications('internet-gateway', tags),
      },
    )
    const physicalId = text(InternetGateway, 'InternetGatewayId')
    return { physicalId, attributes: { InternetGatewayId: physicalId } }
  },
  update: change => retag(change),
  async remove({ call, physicalId }) {
    await call('ec2', 'DeleteInternetGateway', { InternetGatewayId: physicalId })
  },
}
