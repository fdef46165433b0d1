import { expectListener } from '../../assertions/expect-listener.ts'
import { defineStep } from '../../define.ts'
import { LAB, tag } from '../names.ts'

export default defineStep({
  title: 'Listen on port 80',
  needs: ['create-load-balancer'],
  commands: ({ out }) => {
    const { loadBalancerArn, targetGroupArn } = out['create-load-balancer'] ?? {}
    return [
      `aws elbv2 create-listener --load-balancer-arn ${loadBalancerArn} --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=${targetGroupArn} --tags ${tag}`,
    ]
  },
  check: account => {
    const { loadBalancerArn = '', targetGroupArn = '' } = account.out['create-load-balancer'] ?? {}
    return expectListener(account, { loadBalancerArn, port: 80, targetGroupArn, lab: LAB })
  },
  hints: ['Protocol HTTP, port 80, and one action for every request: forward to the target group.'],
  solve: 'commands',
  timeout: '1m',
  reads: ['elasticloadbalancing:DescribeListeners', 'elasticloadbalancing:DescribeTags'],
})
