import type { Service } from '../../gateway/service.ts'

/** Elastic Load Balancing, version 2. */
export const service: Service = {
  id: 'elbv2',
  signingName: 'elasticloadbalancing',
  client: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  serviceLinkedRole: {
    principal: 'elasticloadbalancing.amazonaws.com',
    operations: ['CreateLoadBalancer'],
  },
  resourceArn(operation, input, { accountId, region }) {
    // AWS knows no resources for the Describe calls.
    if (operation.startsWith('Describe')) return undefined
    const made = (kind: string) =>
      `arn:aws:elasticloadbalancing:${region}:${accountId}:${kind}/${String(input['Name'])}/*`
    if (operation === 'CreateLoadBalancer') return made('loadbalancer/app')
    if (operation === 'CreateTargetGroup') return made('targetgroup')
    const arn = ['RuleArn', 'ListenerArn', 'TargetGroupArn', 'LoadBalancerArn'].map(name => input[name])
    return arn.find(value => typeof value === 'string')
  },
}
