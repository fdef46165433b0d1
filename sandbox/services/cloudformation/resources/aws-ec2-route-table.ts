import { retag, tagSpecifications } from '../engine/ec2.ts'
import { text } from '../engine/properties.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'

/** Where a subnet's traffic goes. */
export const awsEc2RouteTable: ResourceType = {
  replaces: ['VpcId'],
  updates: ['Tags'],
  required: ['VpcId'],
  attributes: ['RouteTableId'],
  async create({ call, properties, tags }) {
    const { RouteTable = {} } = await call<{ RouteTable?: Properties }>('ec2', 'CreateRouteTable', {
      VpcId: properties['VpcId'],
      ...tagSpecifications('route-table', tags),
    })
    const physicalId = text(RouteTable, 'RouteTableId')
    return { physicalId, attributes: { RouteTableId: physicalId } }
  },
  update: change => retag(change),
  async remove({ call, physicalId }) {
    await call('ec2', 'DeleteRouteTable', { RouteTableId: physicalId })
  },
}
