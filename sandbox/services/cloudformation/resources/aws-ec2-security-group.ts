import { retag, tagSpecifications } from '../engine/ec2.ts'
import { list, pick, text } from '../engine/properties.ts'
import type { Call } from '../engine/call.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'
import { ipPermission } from '../engine/ip-permission.ts'

const OUT_TO_ALL = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' }

/** A security group with rules of its own; others add theirs by types of their own. */
export const awsEc2SecurityGroup: ResourceType = {
  replaces: ['GroupName', 'GroupDescription', 'VpcId'],
  updates: ['SecurityGroupIngress', 'SecurityGroupEgress', 'Tags'],
  required: ['GroupDescription'],
  nameProperty: 'GroupName',
  attributes: ['GroupId', 'Id', 'VpcId'],
  async create({ call, properties, tags, name, made }) {
    const { GroupId = '' } = await call<{ GroupId?: string }>('ec2', 'CreateSecurityGroup', {
      GroupName: text(properties, 'GroupName') || name({ longest: 255 }),
      Description: properties['GroupDescription'],
      ...pick(properties, 'VpcId'),
      ...tagSpecifications('security-group', tags),
    })
    made(GroupId)
    await change(call, GroupId, 'Ingress', list(properties, 'SecurityGroupIngress'), [])
    const egress = list<Properties>(properties, 'SecurityGroupEgress')
    if (egress.length > 0) await change(call, GroupId, 'Egress', egress, [OUT_TO_ALL])
    return { physicalId: GroupId }
  },
  async update(work) {
    const { call, properties, before, physicalId } = work
    const rules = (of: Properties, name: string) => list<Properties>(of, `SecurityGroup${name}`)
    await change(call, physicalId, 'Ingress', rules(properties, 'Ingress'), rules(before, 'Ingress'))
    const [after, then] = [rules(properties, 'Egress'), rules(before, 'Egress')]
    const orAll = (all: Properties[]) => (all.length > 0 ? all : [OUT_TO_ALL])
    await change(call, physicalId, 'Egress', orAll(after), orAll(then))
    await retag(work)
  },
  async read({ call, physicalId }) {
    const input = { GroupIds: [physicalId] }
    const { SecurityGroups = [] } = await call<{ SecurityGroups?: Properties[] }>(
      'ec2',
      'DescribeSecurityGroups',
      input,
    )
    return { GroupId: physicalId, Id: physicalId, VpcId: SecurityGroups[0]?.['VpcId'] }
  },
  async remove({ call, physicalId }) {
    await call('ec2', 'DeleteSecurityGroup', { GroupId: physicalId })
  },
}

async function change(
  call: Call,
  GroupId: string,
  direction: 'Ingress' | 'Egress',
  after: Properties[],
  before: Properties[],
): Promise<void> {
  const texts = (rules: Properties[]) => rules.map(rule => JSON.stringify(ipPermission(rule)))
  const [now, then] = [texts(after), texts(before)]
  const read = (all: string[]) => all.map(rule => JSON.parse(rule) as object)
  const gone = [...new Set(then.filter(rule => !now.includes(rule)))]
  const added = [...new Set(now.filter(rule => !then.includes(rule)))]
  if (gone.length > 0)
    await call('ec2', `RevokeSecurityGroup${direction}`, { GroupId, IpPermissions: read(gone) })
  if (added.length > 0)
    await call('ec2', `AuthorizeSecurityGroup${direction}`, { GroupId, IpPermissions: read(added) })
}
