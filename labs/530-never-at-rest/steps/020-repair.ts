import { DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import { defineStep, type LabAccount } from '../../define.ts'
import { expectRepaired, REPAIR_READS } from '../../parts/case.ts'
import { frontService, HEALTH_CHECK_PATH } from '../../parts/case-front.ts'
import { LAB, NAME } from '../names.ts'

export default defineStep({
  title: 'Find the fault, and repair it',
  needs: ['open-case'],
  commands: () => [],
  check: account =>
    expectRepaired(account, {
      service: frontService(account.out, { name: NAME, lab: LAB }),
      hidden: ['health-check-path', 'app-unhealthy', 'health-check-failed'],
      look: 'Somebody asks the app a question, does not like the answer, and has the task stopped. The number in brackets is the answer. What was the question?',
      mended: asksAtHealth,
    }),
  hints: [
    'The events of the service say who stops the tasks: aws ecs describe-services, or the Map. Health checks failed with these codes: and then a number.',
    'An answer of any number means that the way is open and the app is alive. 404 says: there is nothing at this address.',
    'Logs shows the same from the other side: which path is asked for every ten seconds?',
    'The web server says at /health that it is well. The target group asks elsewhere; aws elbv2 modify-target-group changes its health check path.',
  ],
  solve: ({ out }) => [
    `aws elbv2 modify-target-group --target-group-arn ${out['open-case']?.['targetGroupArn']} --health-check-path /health --query 'TargetGroups[0].HealthCheckPath' --output text`,
  ],
  timeout: '8m',
  reads: REPAIR_READS,
})

/** Whether the health check asks where the app answers by now; until it asks again, the target shows the answer of before. */
async function asksAtHealth({ aws }: LabAccount): Promise<boolean> {
  const { TargetGroups = [] } = await aws.elbv2.send(new DescribeTargetGroupsCommand({ Names: [NAME] }))
  return TargetGroups[0]?.HealthCheckPath === HEALTH_CHECK_PATH
}
