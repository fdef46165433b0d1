import { expectExecutionRole } from '../../assertions/expect-execution-role.ts'
import { expectLogGroup } from '../../assertions/expect-log-group.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { LAB, LOG_GROUP, ROLE, tag } from '../names.ts'

const policy = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'

export default defineStep({
  title: 'Prepare a place for its log',
  commands: () => [
    `aws logs create-log-group --log-group-name ${LOG_GROUP} --tags slipway-lab=${LAB}`,
    `aws iam create-role --path /slipway/ --role-name ${ROLE} --assume-role-policy-document file://trust-policy.json --tags ${tag}`,
    `aws iam attach-role-policy --role-name ${ROLE} --policy-arn ${policy}`,
  ],
  check: account =>
    allOf(
      () => expectLogGroup(account, { name: LOG_GROUP, lab: LAB }),
      () => expectExecutionRole(account, { name: ROLE, lab: LAB }),
    ),
  hints: [
    'Three things: a place for the lines, a role, and what the role may do.',
    'Who may take on the role stands in trust-policy.json, in the lab’s folder: cat trust-policy.json shows it.',
    'AWS keeps a policy ready for what the role may do: AmazonECSTaskExecutionRolePolicy.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: [
    'logs:DescribeLogGroups',
    'logs:ListTagsForResource',
    'iam:GetRole',
    'iam:ListAttachedRolePolicies',
  ],
})
