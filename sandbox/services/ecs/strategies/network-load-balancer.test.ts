import { expect, test } from 'vitest'
import { createListener } from '../../elbv2/operations/create-listener.ts'
import { createLoadBalancer } from '../../elbv2/operations/create-load-balancer.ts'
import { createTargetGroup } from '../../elbv2/operations/create-target-group.ts'
import { defaultRule } from '../../elbv2/listeners.ts'
import { balancing } from '../../elbv2/store.ts'
import { FakeStrategies } from '../testing/fake-strategies.ts'
import { weightsOf } from './routes.ts'

test('a Network Load Balancer’s listeners stand in for rules', async () => {
  const account = new FakeStrategies()
  await account.open()
  const { VpcId } = balancing(account.scope).targetGroups.values()[0] ?? {}
  const { LoadBalancers } = await account.call(createLoadBalancer, {
    ...{ Name: 'tcp', Type: 'network', Subnets: account.subnets },
  })
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn
  const groups: string[] = []
  const listeners: string[] = []
  for (const [Name, Port] of [['tcp-blue', 80] as const, ['tcp-green', 9000] as const]) {
    const { TargetGroups } = await account.call(createTargetGroup, {
      ...{ Name, Protocol: 'TCP', Port: 80, TargetType: 'ip', VpcId },
    })
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? ''
    const { Listeners } = await account.call(createListener, {
      ...{ LoadBalancerArn, Protocol: 'TCP', Port },
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    })
    groups.push(TargetGroupArn)
    listeners.push(Listeners?.[0]?.ListenerArn ?? '')
  }
  const [blue = '', green = ''] = groups
  const [productionListenerRule, testListenerRule] = listeners
  account.loadBalancer = () => ({
    ...{ targetGroupArn: blue, containerName: 'web', containerPort: 8080 },
    advancedConfiguration: {
      ...{ alternateTargetGroupArn: green, productionListenerRule, testListenerRule },
      roleArn: account.roleArn,
    },
  })
  await account.deploy()
  expect(await account.passToEnd()).toMatchObject({ status: 'SUCCESSFUL' })
  for (const listener of listeners) {
    const weights = weightsOf(defaultRule(account.scope, listener))
    expect([weights.get(blue), weights.get(green)]).toEqual([0, 100])
  }
})
