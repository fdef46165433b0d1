import { ipPermission } from '../engine/ip-permission.ts'
import type { Properties, ResourceType } from '../engine/resource-type.ts'
import { text } from '../engine/properties.ts'

/** Where traffic may go from a security group, besides what the group itself says. */
export const awsEc2SecurityGroupEgress: ResourceType = {
  replaces: [
    ...['GroupId', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp', 'CidrIpv6'],
    ...['DestinationSecurityGroupId', 'DestinationPrefixListId'],
  ],
  updates: ['Description'],
  required: ['GroupId', 'IpProtocol'],
  attributes: ['Id'],
  async create({ call, properties }) {
    type Answer = { SecurityGroupRules?: Properties[] }
    const answer = await call<Answer>('ec2', 'AuthorizeSecurityGroupEgress', input(properties))
    const physicalId = text(answer.SecurityGroupRules?.[0] ?? {}, 'SecurityGroupRuleId')
    return { physicalId, attributes: { Id: physicalId } }
  },
  async update({ call, properties }) {
    await call('ec2', 'UpdateSecurityGroupRuleDescriptionsEgress', input(properties))
  },
  async remove({ call, properties }) {
    await call('ec2', 'RevokeSecurityGroupEgress', input(properties))
  },
}

function input(properties: Properties): Record<string, unknown> {
  return { GroupId: properties['GroupId'], IpPermissions: [ipPermission(properties)] }
}
