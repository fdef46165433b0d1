import { expect, test } from 'vitest'
import { fakeAccount } from '../fake-account.ts'
import { expectServiceStable } from './expect-service-stable.ts'

const expected = {
  ...{ cluster: 'shop', service: 'shop', container: 'app', port: 8080, healthCheckPath: '/health' },
  ...{ securityGroupId: 'sg-1', targetGroupArn: 'green', tasks: 2, anyNetwork: true, lab: 'a-lab' },
  controller: 'CODE_DEPLOY' as const,
}

const taskSet = (change: object = {}) => ({
  ...{ id: 'ecs-svc/1', status: 'PRIMARY', runningCount: 2, stabilityStatus: 'STEADY_STATE' },
  ...{ taskDefinition: 'shop:2', loadBalancers: [{ targetGroupArn: 'green' }] },
  ...change,
})

/** What is said of a service with these task sets, which was created behind the blue group with shop:1. */
function verdict(taskSets: object[], change: object = {}, image?: string) {
  const service = {
    ...{ serviceArn: 'arn', serviceName: 'shop', status: 'ACTIVE', desiredCount: 2, runningCount: 2 },
    ...{ deploymentController: { type: 'CODE_DEPLOY' }, deployments: [], taskSets },
    ...{ loadBalancers: [{ targetGroupArn: 'blue' }], taskDefinition: 'shop:1' },
    tags: [{ key: 'slipway-lab', value: 'a-lab' }],
    ...change,
  }
  const healthy = { Target: { Id: '172.31.0.1', Port: 8080 }, TargetHealth: { State: 'healthy' } }
  const account = fakeAccount({
    DescribeServices: () => ({ services: [service] }),
    DescribeTaskDefinition: ({ taskDefinition = '' }: { taskDefinition?: string }) => ({
      taskDefinition: {
        containerDefinitions: [{ name: 'app', image: `x/uploads:${taskDefinition.split(':')[1]}` }],
      },
    }),
    ListTasks: () => ({ taskArns: [] }),
    DescribeTargetGroups: () => ({ TargetGroups: [{ TargetGroupArn: 'green', LoadBalancerArns: ['alb'] }] }),
    DescribeTargetHealth: () => ({ TargetHealthDescriptions: [healthy, healthy] }),
    DescribeLoadBalancers: () => ({ LoadBalancers: [] }),
  })
  return expectServiceStable(account, { ...expected, ...(image !== undefined && { image }) })
}

test('a service that CodeDeploy deploys has task sets in place of deployments', async () => {
  expect(await verdict([taskSet()])).toMatchObject({ status: 'pass' })
  expect(await verdict([taskSet({ stabilityStatus: 'STABILIZING' })])).toMatchObject({
    status: 'waiting',
    observed: expect.stringContaining('STABILIZING') as string,
  })
  const blue = taskSet({ id: 'ecs-svc/0', status: 'DRAINING' })
  expect(await verdict([taskSet(), blue])).toMatchObject({
    status: 'waiting',
    observed: expect.stringContaining('2 of the version before') as string,
  })
})

test('its image and its target group are those of the primary task set, whatever it was created with', async () => {
  expect(await verdict([taskSet()], {}, '/uploads:2')).toMatchObject({ status: 'pass' })
  expect(await verdict([taskSet()], {}, '/uploads:1')).toMatchObject({ reason: 'image' })
  const blue = taskSet({ loadBalancers: [{ targetGroupArn: 'blue' }] })
  expect(await verdict([blue])).toMatchObject({ reason: 'service-without-target-group' })
})

test('it is told from one that ECS deploys', async () => {
  const other = { deploymentController: { type: 'ECS' } }
  expect(await verdict([taskSet()], other)).toMatchObject({ reason: 'deployment-controller' })
  expect(await verdict([taskSet()], { deploymentController: undefined })).toMatchObject({
    reason: 'deployment-controller',
  })
})
