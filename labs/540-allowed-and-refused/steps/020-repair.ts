import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam'
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
  reads: [...REPAIR_READS, 'iam:SimulatePrincipalPolicy'],
})

/** Whether the execution role is allowed to read the parameter by now, in whichever way it was given that. */
async function mayRead({ aws, accountId, region }: LabAccount): Promise<boolean> {
  const { EvaluationResults = [] } = await aws.iam.send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: `arn:aws:iam::${accountId}:role/slipway/${NAME}-execution`,
      ActionNames: ['ssm:GetParameters'],
      ResourceArns: [`arn:aws:ssm:${region}:${accountId}:parameter${PARAMETER}`],
    }),
  )
  return EvaluationResults.every(({ EvalDecision }) => EvalDecision === 'allowed')
}
