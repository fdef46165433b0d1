import { expectLoadBalancerActive } from '../../assertions/expect-load-balancer-active.ts'
import { defineStep } from '../../define.ts'
import { LAB, tag } from '../names.ts'

export default defineStep({
  title: 'Create the load balancer',
  needs: ['create-security-groups'],
  commands: ({ out }) => {
    const { subnetA, subnetB, balancerGroupId } = out['create-security-groups'] ?? {}
    return [
      `aws elbv2 create-load-balancer --name web --subnets ${subnetA} ${subnetB} --security-groups ${balancerGroupId} --tags ${tag}`,
    ]
  },
  check: account =>
    expectLoadBalancerActive(account, {
      name: 'web',
      securityGroupId: account.out['create-security-groups']?.balancerGroupId ?? '',
      lab: LAB,
    }),
  hints: [
    'It stands in two subnets of two zones, so that one zone may fail.',
    'Its security group is web-alb, the one that is open on port 80.',
    'When AWS has accepted the command, the load balancer is still being started: its state goes from provisioning to active.',
  ],
  solve: 'commands',
  timeout: '6m',
  reads: ['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeTags'],
})
