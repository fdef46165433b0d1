import { expectTargetGroup } from '../../assertions/expect-target-group.ts'
import { defineStep } from '../../define.ts'
import { HEALTH_CHECK_PATH, LAB, PORT, tag } from '../names.ts'

export default defineStep({
  title: 'Create the target group',
  needs: ['create-security-groups'],
  commands: ({ out }) => [
    [
      `aws elbv2 create-target-group --name web --protocol HTTP --port ${PORT} --target-type ip`,
      `--vpc-id ${out['create-security-groups']?.vpcId} --health-check-path ${HEALTH_CHECK_PATH}`,
      `--health-check-interval-seconds 10 --healthy-threshold-count 2 --tags ${tag}`,
    ].join(' '),
  ],
  check: account =>
    expectTargetGroup(account, {
      name: 'web',
      vpcId: account.out['create-security-groups']?.vpcId ?? '',
      healthCheckPath: HEALTH_CHECK_PATH,
      lab: LAB,
    }),
  hints: [
    'A target group is a list of those who can answer, and the question by which the load balancer finds out who is well.',
    'A Fargate task has no machine of yours under it. It joins by its own address, so the target type is ip.',
    `The web server answers “ok” at ${HEALTH_CHECK_PATH}; at paths that it does not know it answers 404, which counts as ill.`,
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['elasticloadbalancing:DescribeTargetGroups', 'elasticloadbalancing:DescribeTags'],
})
