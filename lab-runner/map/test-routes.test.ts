import type { Service } from '@aws-sdk/client-ecs'
import type { Rule } from '@aws-sdk/client-elastic-load-balancing-v2'
import { expect, it } from 'vitest'
import type { AccountReading } from './read-account.ts'
import { appListeners, testRules } from './test-routes.ts'

const forward = (RuleArn: string, ...groups: string[]): Rule => ({
  RuleArn,
  Actions: [
    { Type: 'forward', ForwardConfig: { TargetGroups: groups.map(TargetGroupArn => ({ TargetGroupArn })) } },
  ],
})

function reading(service: Service, listeners: Record<number, Rule[]>): AccountReading {
  return {
    loadBalancers: [
      {
        balancer: { LoadBalancerName: 'web', DNSName: 'web-1.eu-west-1.elb.amazonaws.com' },
        listeners: Object.entries(listeners).map(([port, rules]) => ({
          listener: { Port: Number(port) },
          rules,
        })),
      },
    ],
    ...{
      targetGroups: [],
      tasks: [],
      databases: [],
      publicInterfaces: new Set(),
      taskDefinitions: new Map(),
    },
    services: [{ cluster: 'lab', service }],
  }
}

const ofCodeDeploy: Service = {
  deploymentController: { type: 'CODE_DEPLOY' },
  taskSets: [{ loadBalancers: [{ targetGroupArn: 'blue' }] }],
}

it.each([
  ['80', { 80: [forward('prod', 'blue')], 9000: [forward('test', 'blue')] }, 80, 9000],
  ['443', { 443: [forward('prod', 'blue')], 80: [], 9000: [forward('test', 'blue')] }, 80, 9000],
  ['the lowest port', { 9001: [forward('test', 'blue')], 9000: [forward('prod', 'blue')] }, 9000, 9001],
])(
  'of CodeDeploy’s listeners production is %s, whichever was made first',
  (_which, listeners, production, test) => {
    const from = reading(ofCodeDeploy, listeners)
    expect([...testRules(from)]).toEqual(['test'])
    expect(appListeners(from, 'web')).toMatchObject({ production, test: { port: test, headers: {} } })
  },
)

it('a listener that serves something else is none of the test’s', () => {
  const from = reading(ofCodeDeploy, { 80: [forward('prod', 'blue')], 9000: [forward('other', 'else')] })
  expect(appListeners(from, 'web')).toMatchObject({ production: 80, test: null })
})

it('a service that ECS deploys by itself has the test rule that it names, on any listener, with its headers', () => {
  const service: Service = {
    loadBalancers: [
      {
        targetGroupArn: 'blue',
        advancedConfiguration: {
          ...{ alternateTargetGroupArn: 'green', roleArn: 'role' },
          ...{ productionListenerRule: 'prod', testListenerRule: 'test' },
        },
      },
    ],
  }
  const Conditions = [
    { Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Environment', Values: ['test*'] } },
  ]
  const from = reading(service, {
    80: [{ ...forward('test', 'blue', 'green'), Conditions }, forward('prod', 'blue', 'green')],
  })
  expect([...testRules(from)]).toEqual(['test'])
  expect(appListeners(from, 'web')).toMatchObject({
    ...{ production: 80, test: { port: 80, headers: { 'x-environment': 'test' } } },
  })
})

it('two listeners of a rolling service are both production', () => {
  const from = reading({}, { 80: [forward('a', 'blue')], 8080: [forward('b', 'blue')] })
  expect(appListeners(from, 'web')).toMatchObject({ production: 80, test: null })
})

it('is not there before the load balancer is, or listens', () => {
  expect(appListeners(reading({}, { 80: [] }), 'other')).toBeNull()
  expect(appListeners(reading({}, {}), 'web')).toBeNull()
})
