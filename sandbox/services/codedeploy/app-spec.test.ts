import { expect, test } from 'vitest'
import { readAppSpec } from './app-spec.ts'
import { appSpec } from './testing/app-spec-text.ts'

const ARN = 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:2'
const properties = { TaskDefinition: ARN, LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 8080 } }
const json = (changed: object, more: object = {}) =>
  JSON.stringify({
    version: 0.0,
    Resources: [{ TargetService: { Type: 'AWS::ECS::Service', Properties: { ...properties, ...changed } } }],
    ...more,
  })

test('reads YAML and JSON alike', () => {
  const hooks = { BeforeInstall: 'check' }
  const read = { taskDefinition: ARN, containerName: 'web', containerPort: 8080, hooks }
  expect(readAppSpec(appSpec(ARN, hooks))).toEqual(read)
  expect(readAppSpec(json({}, { Hooks: [hooks] }))).toEqual(read)
})

test('takes network, platform and strategy over', () => {
  const AwsvpcConfiguration = { Subnets: ['subnet-1'], SecurityGroups: ['sg-1'], AssignPublicIp: 'ENABLED' }
  const spec = readAppSpec(
    json({
      ...{ PlatformVersion: '1.4.0', NetworkConfiguration: { AwsvpcConfiguration } },
      CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT', Base: 1, Weight: 2 }],
    }),
  )
  expect(spec).toMatchObject({
    platformVersion: '1.4.0',
    networkConfiguration: {
      awsvpcConfiguration: { subnets: ['subnet-1'], securityGroups: ['sg-1'], assignPublicIp: 'ENABLED' },
    },
    capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', base: 1, weight: 2 }],
  })
})

test.each([
  ['{', 'neither JSON nor YAML'],
  ['version: 1.0', 'must be 0.0; got 1'],
  ['version: 0.0', 'exactly one resource'],
  [json({ TaskDefinition: 5 }), 'TaskDefinition must be a text; got 5.'],
  [json({ LoadBalancerInfo: {} }), 'ContainerPort must be a number; got nothing.'],
  [json({}, { Hooks: [{ Install: 'check' }] }), 'Install is not a lifecycle event that has hooks'],
])('refuses %s', (content, message) => {
  expect(() => readAppSpec(content)).toThrow(message)
})
