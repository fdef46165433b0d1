import { pick, text } from '../engine/properties.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'

/** Makes a subnet go by a route table. */
export const awsEc2SubnetRouteTableAssociation: ResourceType = {
  replaces: ['SubnetId'],
  updates: ['RouteTableId'],
  required: ['RouteTableId', 'SubnetId'],
  attributes: ['Id'],
  async create({ call, properties }) {
    const input = pick(properties, 'RouteTableId', 'SubnetId')
    const answer = await call<Properties>('ec2', 'AssociateRouteTable', input)
    const physicalId = text(answer, 'AssociationId')
    return { physicalId, attributes: { Id: physicalId } }
  },
  async update({ call, properties, physicalId: AssociationId, changes }) {
    if (!changes('RouteTableId')) return
    const input = { AssociationId, ...pick(properties, 'RouteTableId') }
    await call<Properties>('ec2', 'ReplaceRouteTableAssociation', input)
  },
  async remove({ call, physicalId }) {
    await call('ec2', 'DisassociateRouteTable', { AssociationId: physicalId })
  },
}
