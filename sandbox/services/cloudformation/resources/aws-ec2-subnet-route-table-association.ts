import type { DescribeRouteTablesResult, RouteTableAssociation } from '@aws-sdk/client-ec2'
import { pick, text } from '../engine/properties.ts'
import type { Change, Properties, ResourceType } from '../engine/resource-type.ts'

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
  async update(change) {
    if (!change.changes('RouteTableId')) return
    const AssociationId = (await associationOf(change))?.RouteTableAssociationId ?? change.physicalId
    const input = { AssociationId, ...pick(change.properties, 'RouteTableId') }
    await change.call('ec2', 'ReplaceRouteTableAssociation', input)
  },
  async remove(change) {
    const own = await associationOf(change)
    const isOwn =
      own?.RouteTableId === text(change.properties, 'RouteTableId') ||
      own?.RouteTableAssociationId === change.physicalId
    if (!own || !isOwn) return
    const { RouteTableAssociationId: AssociationId } = own
    await change.call('ec2', 'DisassociateRouteTable', { AssociationId })
  },
}

/** What the subnet goes by now: each change of the table has given the association another id. */
async function associationOf({ call, properties }: Change): Promise<RouteTableAssociation | undefined> {
  const SubnetId = text(properties, 'SubnetId')
  const input = { Filters: [{ Name: 'association.subnet-id', Values: [SubnetId] }] }
  const { RouteTables = [] } = await call<DescribeRouteTablesResult>('ec2', 'DescribeRouteTables', input)
  return RouteTables.flatMap(({ Associations = [] }) => Associations).find(one => one.SubnetId === SubnetId)
}
