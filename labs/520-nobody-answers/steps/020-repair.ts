import { expectSecurityGroup } from '../../assertions/expect-security-group.ts'
import { isShut, securityGroups } from '../../assertions/security-group-rules.ts'
import { type CheckContext, defineStep } from '../../define.ts'
import { expectRepaired, REPAIR_READS } from '../../parts/case.ts'
import { frontService } from '../../parts/case-front.ts'
import { LAB, NAME } from '../names.ts'

export default defineStep({
  title: 'Find the fault, and repair it',
  needs: ['open-case'],
  commands: () => [],
  check: account => {
    const { vpcId = '', balancerGroupId = '' } = account.out['open-case'] ?? {}
    return expectRepaired(
      account,
      {
        service: frontService(account.out, { name: NAME, lab: LAB }),
        hidden: ['security-group-shut', 'health-check-failed'],
        look: 'A request that is refused comes back at once; one that times out was thrown away on its way, and nobody said so. What stands between the load balancer and the task, and throws away what it does not know?',
        mended: () => isOpen(account),
      },
      () => {
        const from = { groupId: balancerGroupId }
        return expectSecurityGroup(account, { name: `${NAME}-tasks`, vpcId, port: 8080, from, lab: LAB })
      },
    )
  },
  hints: [
    'Do the tasks run? They do, and Logs shows that the app is well. So look at who asks whether they are well: aws elbv2 describe-target-health.',
    'Target.Timeout: the load balancer asks, and hears nothing. An app that is ill answers; a shut door does not.',
    'A security group lets in what its rules name, and drops everything else. Which port does the tasks’ group open, and on which does the app listen?',
    'The port on which the load balancer hears its visitors is not the one on which the app hears the load balancer. inn-tasks must let in tcp 8080 from inn-alb.',
  ],
  solve: ({ out }) => {
    const { tasksGroupId, balancerGroupId } = out['open-case'] ?? {}
    return [
      `aws ec2 authorize-security-group-ingress --group-id ${tasksGroupId} --protocol tcp --port 8080 --source-group ${balancerGroupId}`,
    ]
  },
  timeout: '8m',
  reads: REPAIR_READS,
})

/** Whether the door is open by now, to whomever; until the load balancer has asked again, its targets show what it met before. */
async function isOpen(account: CheckContext): Promise<boolean> {
  const { tasksGroupId = '', balancerGroupId = '' } = account.out['open-case'] ?? {}
  return !isShut(await securityGroups(account, [tasksGroupId]), 8080, [balancerGroupId])
}
