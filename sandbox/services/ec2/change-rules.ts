import type { SecurityGroupRule, SecurityGroupRuleDescription } from '@aws-sdk/client-ec2'
import { routesChanged } from '../../dataplane/data-plane.ts'
import { AwsError } from '../../operation.ts'
import type { OperationContext } from '../../operation.ts'
import { network } from './default-vpc.ts'
import { refuseDryRun } from './describe.ts'
import { requestedRules, ruleText, sameRule } from './ip-permissions.ts'
import type { RuleRequest } from './ip-permissions.ts'
import { findPrefixList } from './prefix-lists.ts'
import { findGroup, shownRule } from './security-groups.ts'
import type { RuleDocument, SecurityGroupDocument } from './store.ts'
import { tagsFor } from './tags.ts'
import type { TagSpecification } from '@aws-sdk/client-ec2'

/** AWS's quota of rules in one direction of a security group. */
const MOST_RULES = 60

interface Change extends RuleRequest {
  GroupId?: string | undefined
  GroupName?: string | undefined
  DryRun?: boolean | undefined
}

/** What both Authorize calls do. */
export function authorize(
  input: Change & { TagSpecifications?: TagSpecification[] | undefined },
  { scope, sandbox }: OperationContext,
  isEgress: boolean,
): { Return: boolean; SecurityGroupRules: SecurityGroupRule[] } {
  const state = network(scope)
  const group = findGroup(state, input)
  const Tags = tagsFor('security-group-rule', input.TagSpecifications)
  for (const { PrefixListIds = [] } of input.IpPermissions ?? []) {
    for (const { PrefixListId } of PrefixListIds) findPrefixList(scope, PrefixListId)
  }
  const added = requestedRules(state, group, input, isEgress).map(rule => ({ ...rule, Tags }))
  for (const [index, rule] of added.entries()) {
    const others = [...group.rules, ...added.slice(0, index)]
    if (others.some(other => sameRule(other, rule))) {
      throw new AwsError(
        'InvalidPermission.Duplicate',
        `the specified rule "${ruleText(rule)}" already exists`,
      )
    }
  }
  const rules = [...group.rules, ...added]
  if (rules.filter(rule => rule.IsEgress === isEgress).length > MOST_RULES) {
    throw new AwsError(
      'RulesPerSecurityGroupLimitExceeded',
      'The maximum number of rules per security group has been reached.',
    )
  }
  refuseDryRun(input)
  const changed = { ...group, rules }
  state.securityGroups.put(group.GroupId, changed)
  routesChanged(sandbox, scope)
  return { Return: true, SecurityGroupRules: added.map(rule => shownRule(scope, changed, rule)) }
}

/** What both Revoke calls do. */
export function revoke(
  input: Change & { SecurityGroupRuleIds?: string[] | undefined },
  { scope, sandbox }: OperationContext,
  isEgress: boolean,
) {
  const state = network(scope)
  const group = findGroup(state, input)
  const revoked = input.SecurityGroupRuleIds?.length
    ? rulesById(group, input.SecurityGroupRuleIds, isEgress)
    : requestedRules(state, group, input, isEgress).map(wanted => existingRule(group, wanted))
  refuseDryRun(input)
  const ids = new Set(revoked.map(rule => rule.SecurityGroupRuleId))
  const rules = group.rules.filter(rule => !ids.has(rule.SecurityGroupRuleId))
  state.securityGroups.put(group.GroupId, { ...group, rules })
  routesChanged(sandbox, scope)
  return {
    Return: true,
    RevokedSecurityGroupRules: revoked.map(rule => {
      const { SecurityGroupRuleId, IsEgress, IpProtocol, FromPort = -1, ToPort = -1 } = rule
      const { CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId, Description } = rule
      return {
        ...{ SecurityGroupRuleId, GroupId: group.GroupId, IsEgress, IpProtocol, FromPort, ToPort },
        ...{ CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId, Description },
      }
    }),
  }
}

/** What both UpdateSecurityGroupRuleDescriptions calls do: a rule that has no description any more loses it. */
export function describeRules(
  input: Change & { SecurityGroupRuleDescriptions?: SecurityGroupRuleDescription[] | undefined },
  { scope }: OperationContext,
  isEgress: boolean,
): { Return: boolean } {
  const state = network(scope)
  const group = findGroup(state, input)
  const byId = input.SecurityGroupRuleDescriptions ?? []
  const named = byId.length
    ? rulesById(
        group,
        byId.map(({ SecurityGroupRuleId = '' }) => SecurityGroupRuleId),
        isEgress,
      )
    : requestedRules(state, group, input, isEgress).map(wanted => existingRule(group, wanted))
  const descriptions = byId.length
    ? byId.map(({ Description }) => Description)
    : requestedRules(state, group, input, isEgress).map(({ Description }) => Description)
  refuseDryRun(input)
  const changes = new Map(named.map((rule, index) => [rule.SecurityGroupRuleId, descriptions[index]]))
  const rules = group.rules.map(rule => {
    if (!changes.has(rule.SecurityGroupRuleId)) return rule
    const { Description: _old, ...rest } = rule
    const Description = changes.get(rule.SecurityGroupRuleId)
    return { ...rest, ...(Description && { Description }) }
  })
  state.securityGroups.put(group.GroupId, { ...group, rules })
  return { Return: true }
}

function existingRule(group: SecurityGroupDocument, wanted: RuleDocument): RuleDocument {
  const found = group.rules.find(rule => sameRule(rule, wanted))
  if (!found) {
    throw new AwsError(
      'InvalidPermission.NotFound',
      'The specified rule does not exist in this security group.',
    )
  }
  return found
}

function rulesById(group: SecurityGroupDocument, ids: string[], isEgress: boolean): RuleDocument[] {
  return ids.map(id => {
    const found = group.rules.find(rule => rule.SecurityGroupRuleId === id && rule.IsEgress === isEgress)
    if (found) return found
    throw new AwsError(
      'InvalidSecurityGroupRuleId.NotFound',
      `The security group rule ID '${id}' does not exist`,
    )
  })
}
