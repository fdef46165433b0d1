import type {
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupRulesResult,
  SecurityGroupRule,
} from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { describe } from '../describe.ts'
import type { Kind } from '../describe.ts'
import { notFound } from '../errors.ts'
import { shownRule } from '../security-groups.ts'

const RULE: Kind<SecurityGroupRule> = {
  prefix: 'sgr-',
  malformed: 'InvalidSecurityGroupRuleId.Malformed',
  notFound: ids => notFound('InvalidSecurityGroupRuleId.NotFound', 'security group rule ID', ids),
  idOf: rule => rule.SecurityGroupRuleId ?? '',
  tagsOf: rule => rule.Tags ?? [],
  fields: {
    'group-id': rule => rule.GroupId,
    'security-group-rule-id': rule => rule.SecurityGroupRuleId,
  },
}

/** Rules of security groups, each by itself with its id. */
export const describeSecurityGroupRules: Operation<
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupRulesResult
> = (input, { scope }) => {
  const all = network(scope)
    .securityGroups.values()
    .flatMap(group => group.rules.map(rule => shownRule(scope, group, rule)))
  const { found: SecurityGroupRules, ...rest } = describe(all, RULE, input.SecurityGroupRuleIds, input)
  return { SecurityGroupRules, ...rest }
}
