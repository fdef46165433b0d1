import { defineStep } from '../../define.ts'
import { expectRepaired, REPAIR_READS } from '../../parts/case.ts'
import { frontService } from '../../parts/case-front.ts'
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
