import { GetRolePolicyCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam'
import { isAllowed } from '../../assertions/expect-role-policy.ts'
import { defineStep, type LabAccount } from '../../define.ts'
import { expectRepaired, REPAIR_READS } from '../../parts/case.ts'
import { allowReading } from '../allow-command.ts'
import { LAB, NAME, PARAMETER } from '../names.ts'

export default defineStep({
  title: 'Find the fault, and repair it',
  needs: ['open-case'],
  commands: () => [],
  check: account =>
    expectRepaired(account, {
      service: {
        ...{ cluster: NAME, service: NAME, container: 'web', port: 8080, healthCheckPath: '/health' },
        ...{ securityGroupId: '', tasks: 2, anyNetwork: true, lab: LAB },
      },
      hidden: ['execution-role-denied', 'task-failed'],
      look: 'AWS names the one whom it has refused, after “User:”. Is that the one whom the policy allows? Compare letter by letter.',
      mended: mayRead,
    }),
  hints: [
    'The tasks stop before the app runs. Their stoppedReason says what could not be done, and by whom.',
    'A secret in the task definition is read before the app starts. Who is it that reads it then?',
    'Two roles, two persons: ECS prepares the task with the execution role, the app acts with the task role. Which of the two has the policy read-greeting? aws iam list-role-policies tells.',
    'Give vault-execution the policy that vault-task has: aws iam get-role-policy shows it, aws iam put-role-policy gives it. ECS tries again by itself.',
  ],
  solve: context => [allowReading(context, 'execution')],
  timeout: '8m',
  reads: [...REPAIR_READS, 'iam:ListRolePolicies', 'iam:GetRolePolicy'],
})

/** Whether an inline policy of the execution role allows it to read the parameter by now. */
async function mayRead({ aws, accountId, region }: LabAccount): Promise<boolean> {
  const RoleName = `${NAME}-execution`
  const reading = {
    action: 'ssm:GetParameters',
    resource: `arn:aws:ssm:${region}:${accountId}:parameter${PARAMETER}`,
  }
  const { PolicyNames = [] } = await aws.iam.send(new ListRolePoliciesCommand({ RoleName }))
  for (const PolicyName of PolicyNames) {
    const { PolicyDocument = '' } = await aws.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))
    if (isAllowed(decodeURIComponent(PolicyDocument), reading)) return true
  }
  return false
}
