import type { ModifySecurityGroupRulesRequest, ModifySecurityGroupRulesResult } from '@aws-sdk/client-ec2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import { AwsError } from '../../../operation.ts'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { refuseDryRun } from '../describe.ts'
import { missingParameter, notFound } from '../errors.ts'
import { requestedRules, ruleText, sameRule } from '../ip-permissions.ts'
import { findGroup } from '../security-groups.ts'

/** Rewrites rules of a group in place: they keep their ids, tags and direction. */
export const modifySecurityGroupRules: Operation<
  ModifySecurityGroupRulesRequest,
  ModifySecurityGroupRulesResult
> = (input, { scope, sandbox }) => {
  const state = network(scope)
  if (!input.GroupId) throw missingParameter('groupId')
  if (!input.SecurityGroupRules?.length) throw missingParameter('securityGroupRules')
  const group = findGroup(state, input)
  let { rules } = group
  for (const { SecurityGroupRuleId: id = '', SecurityGroupRule: wanted = {} } of input.SecurityGroupRules) {
    const present = rules.find(rule => rule.SecurityGroupRuleId === id)
    if (!present) throw notFound('InvalidSecurityGroupRuleId.NotFound', 'security group rule ID', [id])
    const { CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId, Description, ...ports } = wanted
    const peer = { Description }
    const permission = {
      ...ports,
      ...(CidrIpv4 && { IpRanges: [{ CidrIp: CidrIpv4, ...peer }] }),
      ...(CidrIpv6 && { Ipv6Ranges: [{ CidrIpv6, ...peer }] }),
      ...(PrefixListId && { PrefixListIds: [{ PrefixListId, ...peer }] }),
      ...(ReferencedGroupId && { UserIdGroupPairs: [{ GroupId: ReferencedGroupId, ...peer }] }),
    }
    const [changed] = requestedRules(state, group, { IpPermissions: [permission] }, present.IsEgress)
    if (!changed) throw missingParameter('securityGroupRule')
    const others = rules.filter(rule => rule !== present)
    if (others.some(other => sameRule(other, changed))) {
      throw new AwsError(
        'InvalidPermission.Duplicate',
        `the specified rule "${ruleText(changed)}" already exists`,
      )
    }
    const { SecurityGroupRuleId, Tags } = present
    rules = rules.map(rule => (rule === present ? { ...changed, SecurityGroupRuleId, Tags } : rule))
  }
  refuseDryRun(input)
  state.securityGroups.put(group.GroupId, { ...group, rules })
  routesChanged(sandbox, scope)
  return { Return: true }
}
