import { expect, test } from 'vitest'
import { fakeAccount } from '../fake-account.ts'
import { expectServiceStable } from './expect-service-stable.ts'

const expected = {
  ...{ cluster: 'kiosk', service: 'kiosk', container: 'app', port: 8080, healthCheckPath: '/health' },
  ...{ securityGroupId: 'sg-1', tasks: 2, anyNetwork: true, lab: 'a-lab' },
}
const target = { Target: { Id: '172.31.0.1', Port: 8080 }, TargetHealth: { State: 'healthy' } }

/** What is said of a service that ECS moves between two target groups, with so many healthy targets in each. */
function verdict({ blue = 0, green = 0 }, targetGroupArn = 'blue') {
  const service = {
    ...{ serviceArn: 'arn', serviceName: 'kiosk', status: 'ACTIVE', desiredCount: 2, runningCount: 2 },
    ...{ taskDefinition: 'kiosk:2', tags: [{ key: 'slipway-lab', value: 'a-lab' }] },
    loadBalancers: [{ targetGroupArn: 'blue', advancedConfiguration: { alternateTargetGroupArn: 'green' } }],
    deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY', runningCount: 2, rolloutState: 'COMPLETED' }],
  }
  const account = fakeAccount({
    DescribeServices: () => ({ services: [service] }),
    DescribeTaskDefinition: () => ({
      taskDefinition: { containerDefinitions: [{ name: 'app', image: 'x' }] },
    }),
    ListTasks: () => ({ taskArns: [] }),
    DescribeTargetGroups: ({ TargetGroupArns }: { TargetGroupArns: string[] }) => ({
      TargetGroups: TargetGroupArns.map(TargetGroupArn => ({ TargetGroupArn })),
    }),
    DescribeTargetHealth: ({ TargetGroupArn }: { TargetGroupArn: string }) => ({
      TargetHealthDescriptions: Array.from(
        { length: TargetGroupArn === 'blue' ? blue : green },
        () => target,
      ),
    }),
  })
  return expectServiceStable(account, { ...expected, targetGroupArn })
}

test('where ECS moves the traffic, the tasks may stand in either target group', async () => {
  expect(await verdict({ blue: 2 })).toMatchObject({ status: 'pass' })
  expect(await verdict({ green: 2 })).toMatchObject({ status: 'pass' })
  expect(await verdict({ green: 2 }, 'green')).toMatchObject({ status: 'pass' })
})

test('as many as are wanted must be healthy, and the group must be one of the two', async () => {
  expect(await verdict({ green: 1 })).toMatchObject({ status: 'waiting' })
  expect(await verdict({ green: 2 }, 'red')).toMatchObject({ reason: 'service-without-target-group' })
})
