import { ipPermission } from '../engine/ip-permission.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'
import { text } from '../engine/properties.ts'

/** What may come into a security group, besides what the group itself says. */
export const awsEc2SecurityGroupIngress: ResourceType = {
  replaces: [
    ...['GroupId', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp', 'CidrIpv6'],
    ...['SourceSecurityGroupId', 'SourcePrefixListId'],
  ],
  updates: ['Description'],
  required: ['GroupId', 'IpProtocol'],
  attributes: ['Id'],
  async create({ call, properties }) {
    type Answer = { SecurityGroupRules?: Properties[] }
    const answer = await call<Answer>('ec2', 'AuthorizeSecurityGroupIngress', input(properties))
    const physicalId = text(answer.SecurityGroupRules?.[0] ?? {}, 'SecurityGroupRuleId')
    return { physicalId, attributes: { Id: physicalId } }
  },
  async update({ call, properties }) {
    await call('ec2', 'UpdateSecurityGroupRuleDescriptionsIngress', input(properties))
  },
  async remove({ call, properties }) {
    await call('ec2', 'RevokeSecurityGroupIngress', input(properties))
  },
}

function input(properties: Properties): Record<string, unknown> {
  return { GroupId: properties['GroupId'], IpPermissions: [ipPermission(properties)] }
}
