import type { CreateServiceRequest, DeploymentConfiguration, LoadBalancer } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'

import { createServiceFor, FakeStrategies } from '../testing/fake-strategies.ts'

async function opened(): Promise<FakeStrategies> {
  const account = new FakeStrategies()
  await account.open()
  return account
}

test('a strategy wants both target groups and the rules between which it shifts', async () => {
  const account = await opened()
  const { advancedConfiguration = {}, ...plain } = account.loadBalancer()
  const listenerArn = account.productionRule.replace('listener-rule', 'listener').replace(/\/\w+$/, '')
  const create = (loadBalancers: LoadBalancer[], more: Partial<CreateServiceRequest> = {}) =>
    createServiceFor(account, { loadBalancers, deploymentConfiguration: { strategy: 'BLUE_GREEN' }, ...more })
  const { testListenerRule: _test, ...withoutTest } = advancedConfiguration as Record<string, string>
  const refusals: [LoadBalancer[], string][] = [
    [
      [plain],
      'advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy',
    ],
    [
      [account.loadBalancer(), plain],
      'Either all or none of the provided loadBalancers must have advancedConfiguration defined',
    ],
    [
      [account.loadBalancer({ productionListenerRule: listenerArn })],
      `productionListenerRule has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: ${listenerArn}`,
    ],
    [
      [account.loadBalancer({ testListenerRule: account.productionRule })],
      `The following rules cannot be used as both production and test listener rules: ${account.productionRule}`,
    ],
    [
      [account.loadBalancer({ alternateTargetGroupArn: account.targetGroupArn })],
      `Duplicate targetGroupArn found: ${account.targetGroupArn}`,
    ],
    [
      [{ ...plain, advancedConfiguration: withoutTest }],
      'For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with both targetGroup and alternateTargetGroup',
    ],
    [
      [{ ...account.loadBalancer(), targetGroupArn: undefined, loadBalancerName: 'classic' }],
      'advancedConfiguration field is not allowed with ELBv1 loadBalancers',
    ],
  ]
  for (const [loadBalancers, message] of refusals) {
    await expect(create(loadBalancers)).rejects.toMatchObject({ name: 'InvalidParameterException', message })
  }
  await expect(
    create([account.loadBalancer()], { deploymentController: { type: 'CODE_DEPLOY' } }),
  ).rejects.toThrow('only supported for services that use the ECS deployment controller')
})

test('settings of strategies and hooks that are out of range are refused', async () => {
  const account = await opened()
  const roleArn = account.roleArn
  const hookTargetArn = 'arn:aws:lambda:eu-west-1:111122223333:function:check'
  const refusals: [DeploymentConfiguration, RegExp][] = [
    [{ strategy: 'SLOWLY' as 'LINEAR' }, /Valid values are: ROLLING, BLUE_GREEN, LINEAR, CANARY/],
    [{ bakeTimeInMinutes: 1441 }, /bakeTimeInMinutes must be between 0 and 1440/],
    [
      { strategy: 'LINEAR', linearConfiguration: { stepPercent: 2 } },
      /stepPercent must be between 3 and 100/,
    ],
    [
      { strategy: 'CANARY', canaryConfiguration: { canaryPercent: 0 } },
      /canaryPercent must be between 0.1 and 100/,
    ],
    [{ strategy: 'CANARY', linearConfiguration: {} }, /only valid when the deployment strategy is LINEAR/],
    [
      { lifecycleHooks: [{ targetType: 'PAUSE', lifecycleStages: ['TEST_TRAFFIC_SHIFT'] }] },
      /^Invalid lifecycle stage provided for Pause Hook$/,
    ],
    [
      { lifecycleHooks: [{ targetType: 'SHELL' as 'PAUSE', lifecycleStages: ['PRE_SCALE_UP'] }] },
      /^Invalid targetType. Valid values are: AWS_LAMBDA, PAUSE$/,
    ],
    [{ lifecycleHooks: [{ lifecycleStages: ['PRE_SCALE_UP'], roleArn }] }, /hookTargetArn/],
    [
      {
        lifecycleHooks: [
          {
            ...{ hookTargetArn, roleArn, lifecycleStages: ['PRE_SCALE_UP'] },
            timeoutConfiguration: { timeoutInMinutes: 1441 },
          },
        ],
      },
      /timeoutInMinutes must be between 1 and 1440/,
    ],
    [{ alarms: { alarmNames: [], enable: true, rollback: true } }, /alarmNames must not be empty/],
  ]
  for (const [deploymentConfiguration, message] of refusals) {
    await expect(createServiceFor(account, { deploymentConfiguration })).rejects.toThrow(message)
  }
})
