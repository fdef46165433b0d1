import { expectListener } from '../../assertions/expect-listener.ts'
import { defineStep } from '../../define.ts'
import { LAB, tag } from '../names.ts'

export default defineStep({
  title: 'Listen on port 80',
  needs: ['create-load-balancer', 'create-target-group'],
  commands: ({ out }) => {
    const { loadBalancerArn } = out['create-load-balancer'] ?? {}
    const { targetGroupArn } = out['create-target-group'] ?? {}
    return [
      `aws elbv2 create-listener --load-balancer-arn ${loadBalancerArn} --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=${targetGroupArn} --tags ${tag}`,
    ]
  },
  check: account =>
    expectListener(account, {
      loadBalancerArn: account.out['create-load-balancer']?.loadBalancerArn ?? '',
      port: 80,
      targetGroupArn: account.out['create-target-group']?.targetGroupArn ?? '',
      lab: LAB,
    }),
  hints: [
    'A load balancer without a listener is a house without a door: its name resolves, and every connection is refused.',
    'Protocol HTTP, port 80, and one action for every request: forward to the target group.',
  ],
  solve: 'commands',
  timeout: '1m',
  reads: ['elasticloadbalancing:DescribeListeners', 'elasticloadbalancing:DescribeTags'],
})
