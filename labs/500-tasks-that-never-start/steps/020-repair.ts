import { defineStep } from '../../define.ts'
import { expectRepaired, REPAIR_READS } from '../../parts/case.ts'
import { LAB, NAME } from '../names.ts'

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
      hidden: ['aws-not-reached', 'image-not-pulled', 'task-failed', 'log-group-missing'],
      look: 'Read the reason word by word: whom does the task try to reach, and does not? Then look at how it is plugged into the network: aws ecs describe-services shows it.',
    }),
  hints: [
    'A task that stopped says why: the Map shows it, and aws ecs describe-tasks in stoppedReason. Stopped tasks are listed by aws ecs list-tasks with --desired-status STOPPED.',
    'It cannot find its log group. Does the group exist? If so, it is not the group that is missing, but the way to it.',
    'The subnets are public, with a route to the internet gateway. Through that gateway go only those who have a public address.',
    'Look at assignPublicIp in the service’s networkConfiguration.',
  ],
  solve: () => [
    `subnets=$(aws ecs describe-services --cluster ${NAME} --services ${NAME} --query 'services[0].networkConfiguration.awsvpcConfiguration.subnets' --output text | tr '\\t' ','); aws ecs update-service --cluster ${NAME} --service ${NAME} --network-configuration "awsvpcConfiguration={subnets=[$subnets],assignPublicIp=ENABLED}" --query service.serviceName --output text`,
  ],
  timeout: '8m',
  reads: REPAIR_READS,
})
