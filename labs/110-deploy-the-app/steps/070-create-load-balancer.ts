import { expectLoadBalancerActive } from '../../assertions/expect-load-balancer-active.ts'
import { expectTargetGroup } from '../../assertions/expect-target-group.ts'
import { allOf } from '../../assertions/verdicts.ts'
import { defineStep } from '../../define.ts'
import { HEALTH_CHECK_PATH, LAB, PORT, tag } from '../names.ts'

export default defineStep({
  title: 'Create the target group and the load balancer',
  needs: ['prepare'],
  commands: ({ out }) => {
    const { vpcId, subnetA, subnetB, balancerGroupId } = out['prepare'] ?? {}
    return [
      `aws elbv2 create-target-group --name app --protocol HTTP --port ${PORT} --target-type ip --vpc-id ${vpcId} --health-check-path ${HEALTH_CHECK_PATH} --health-check-interval-seconds 10 --healthy-threshold-count 2 --tags ${tag}`,
      `aws elbv2 create-load-balancer --name app --subnets ${subnetA} ${subnetB} --security-groups ${balancerGroupId} --tags ${tag}`,
    ]
  },
  check: account => {
    const { vpcId = '', balancerGroupId = '' } = account.out['prepare'] ?? {}
    return allOf(
      () => expectTargetGroup(account, { name: 'app', vpcId, healthCheckPath: HEALTH_CHECK_PATH, lab: LAB }),
      () => expectLoadBalancerActive(account, { name: 'app', securityGroupId: balancerGroupId, lab: LAB }),
    )
  },
  hints: [
    `The app says at ${HEALTH_CHECK_PATH} whether database, bucket and files answer it: only then may visitors come.`,
    'The load balancer stands in two subnets, behind app-alb.',
  ],
  solve: 'commands',
  timeout: '6m',
  reads: [
    'elasticloadbalancing:DescribeTargetGroups',
    'elasticloadbalancing:DescribeTags',
    'elasticloadbalancing:DescribeLoadBalancers',
  ],
})
