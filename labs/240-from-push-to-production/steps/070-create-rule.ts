import { expectRolePolicy } from '../../assertions/expect-role-policy.ts'
import { expectRule } from '../../assertions/expect-rule.ts'
import { expectServiceRole } from '../../assertions/expect-service-role.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { bucketName, LAB, place, PROJECT, roleArn, START_ROLE } from '../names.ts'
import { createRule, putRule, putTarget } from '../rule-commands.ts'

export default defineStep({
  title: 'A rule: what comes is built',
  needs: ['create-project'],
  commands: createRule,
  check: account => {
    const arn = `arn:aws:codebuild:${account.region}:${account.accountId}:project/${PROJECT}`
    return allOf(
      () =>
        expectServiceRole(account, {
          ...{ name: START_ROLE, service: 'events.amazonaws.com', lab: LAB },
          trustFile: 'events-trust-policy.json',
        }),
      () =>
        expectRolePolicy(account, {
          ...{
            role: START_ROLE,
            policy: 'start',
            allows: [{ action: 'codebuild:StartBuild', resource: arn }],
          },
        }),
      () =>
        expectRule(account, {
          ...{ name: place.name, lab: LAB, bucket: bucketName(account) },
          target: { arn, roleArn: roleArn(account, START_ROLE) },
          ...{ putRule: putRule(account), putTarget: putTarget(account) },
        }),
    )
  },
  hints: [
    'A rule has a pattern, which says of which events it wants to know, and targets, which are told.',
    'EventBridge starts the build as a role too: the smallest in this lab.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: [
    ...['iam:GetRole', 'iam:GetRolePolicy', 'events:DescribeRule', 'events:ListTagsForResource'],
    'events:ListTargetsByRule',
  ],
})
