import { expectExecutionRole } from '../../assertions/expect-execution-role.ts'
import { expectRolePolicy } from '../../assertions/expect-role-policy.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { EXECUTION_ROLE, LAB, tag } from '../names.ts'

export default defineStep({
  title: 'The execution role: what ECS may do for the task',
  needs: ['create-data'],
  commands: ({ out }) => {
    const policy = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'secretsmanager:GetSecretValue',
          Resource: out['create-data']?.['secretArn'],
        },
      ],
    }
    return [
      `aws iam create-role --path /slipway/ --role-name ${EXECUTION_ROLE} --assume-role-policy-document file://trust-policy.json --tags ${tag}`,
      `aws iam attach-role-policy --role-name ${EXECUTION_ROLE} --policy-arn arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy`,
      `aws iam put-role-policy --role-name ${EXECUTION_ROLE} --policy-name secret --policy-document '${JSON.stringify(policy)}'`,
    ]
  },
  check: account =>
    allOf(
      () => expectExecutionRole(account, { name: EXECUTION_ROLE, lab: LAB }),
      () =>
        expectRolePolicy(account, {
          role: EXECUTION_ROLE,
          policy: 'secret',
          allows: [
            {
              action: 'secretsmanager:GetSecretValue',
              resource: account.out['create-data']?.['secretArn'] ?? '',
            },
          ],
        }),
    ),
  hints: [
    'ECS does three things before the app’s first line runs: it fetches the image, opens the log, reads the secret.',
    'AWS’s ready-made policy covers the first two. The secret is yours, so you say yourself who may read it.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['iam:GetRole', 'iam:ListAttachedRolePolicies', 'iam:GetRolePolicy'],
})
