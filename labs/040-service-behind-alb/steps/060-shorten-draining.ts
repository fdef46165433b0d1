import { expectDeregistrationDelay } from '../../assertions/expect-target-group.ts'
import { defineStep } from '../../define.ts'

const SECONDS = 30

export default defineStep({
  title: 'Say how long a leaving task is waited for',
  needs: ['create-target-group'],
  commands: ({ out }) => [
    `aws elbv2 modify-target-group-attributes --target-group-arn ${out['create-target-group']?.targetGroupArn} --attributes Key=deregistration_delay.timeout_seconds,Value=${SECONDS}`,
  ],
  check: account =>
    expectDeregistrationDelay(account, {
      targetGroupArn: account.out['create-target-group']?.targetGroupArn ?? '',
      seconds: SECONDS,
    }),
  hints: [
    'It is an attribute of the target group, not of the load balancer.',
    `The attribute is deregistration_delay.timeout_seconds; give it the value ${SECONDS}.`,
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['elasticloadbalancing:DescribeTargetGroupAttributes'],
})
