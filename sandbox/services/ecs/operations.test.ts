import { expect, test } from 'vitest'
import { createTargetGroup } from '../elbv2/operations/create-target-group.ts'
import { collections } from '../ec2/store.ts'
import { createCluster } from './operations/create-cluster.ts'
import { createService } from './operations/create-service.ts'
import { deleteCluster } from './operations/delete-cluster.ts'
import { describeClusters } from './operations/describe-clusters.ts'
import { describeServices } from './operations/describe-services.ts'
import { listServices } from './operations/list-services.ts'
import { listTagsForResource } from './operations/list-tags-for-resource.ts'
import { registerTaskDefinition } from './operations/register-task-definition.ts'
import { runTask } from './operations/run-task.ts'
import { tagResource } from './operations/tag-resource.ts'
import { untagResource } from './operations/untag-resource.ts'
import { updateService } from './operations/update-service.ts'
import { taggedResources } from './tagged-resources.ts'
import { FakeAccount } from './testing/fake-account.ts'

test('names and ARNs are the same thing everywhere', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  await account.createWeb()
  const { clusterArn, serviceArn } = account.service
  const { services } = await account.call(describeServices, { cluster: clusterArn, services: [serviceArn] })
  expect(services?.[0]?.serviceName).toBe('web')
  expect((await account.call(describeClusters, { clusters: [clusterArn] })).clusters).toHaveLength(1)
})

test('what is not there is a failure, MISSING; a cluster that is not there an error', async () => {
  const account = new FakeAccount()
  const arn = 'arn:aws:ecs:eu-west-1:111122223333'
  const clusters = await account.call(describeClusters, { clusters: ['none'] })
  expect(clusters.failures).toEqual([{ arn: `${arn}:cluster/none`, reason: 'MISSING' }])
  const services = await account.call(describeServices, { cluster: 'lab', services: ['none'] })
  expect(services.failures).toEqual([{ arn: `${arn}:service/lab/none`, reason: 'MISSING' }])
  await expect(account.call(listServices, { cluster: 'none' })).rejects.toMatchObject({
    name: 'ClusterNotFoundException',
    message: 'Cluster not found.',
  })
})

test('CreateService refuses what its target group or task definition does not fit, with AWS’s texts', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  const VpcId = collections(account.scope).vpcs.values()[0]?.VpcId
  const group = async (Name: string, TargetType: 'ip' | 'instance') => {
    const { TargetGroups } = await account.call(createTargetGroup, {
      Name,
      TargetType,
      Protocol: 'HTTP',
      Port: 80,
      VpcId,
    })
    return TargetGroups?.[0]?.TargetGroupArn ?? ''
  }
  const [ip, instance] = [await group('ip', 'ip'), await group('instance', 'instance')]
  const create = (targetGroupArn: string, containerName = 'web', containerPort = 8080) =>
    account.createWeb({ loadBalancers: [{ targetGroupArn, containerName, containerPort }] })
  await expect(create(ip, 'api')).rejects.toThrow('The container api does not exist in the task definition.')
  await expect(create(ip, 'web', 80)).rejects.toThrow(
    'The container web did not have a container port 80 defined.',
  )
  await expect(create(ip)).rejects.toThrow(
    `The target group with targetGroupArn ${ip} does not have an associated load balancer.`,
  )
  await expect(create(instance)).rejects.toThrow(
    `The provided target group ${instance} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
  )
  await expect(account.createWeb({ healthCheckGracePeriodSeconds: 30 })).rejects.toThrow(
    'Health check grace period is only valid for services configured to use load balancers',
  )
})

test('an ACTIVE service is not created again; one of the same client token is answered', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  await account.createWeb({ clientToken: 'a' })
  const { serviceArn, createdAt } = account.service
  await account.createWeb({ clientToken: 'a' })
  expect(account.service).toMatchObject({ serviceArn, createdAt })
  await expect(account.createWeb()).rejects.toThrow('Creation of service was not idempotent.')
})

test('a deployment controller that is not there answers 501, not a pretence', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  await expect(account.createWeb({ deploymentController: { type: 'EXTERNAL' } })).rejects.toMatchObject({
    status: 501,
    message: expect.stringContaining('EXTERNAL'),
  })
})

test('RunTask refuses wrong networks, overrides, roles and clusters without capacity', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  const base = {
    cluster: 'lab',
    taskDefinition: 'web',
    launchType: 'FARGATE' as const,
    networkConfiguration: account.network,
  }
  const run = (change: object) => account.call(runTask, { ...base, ...change })
  await expect(run({ networkConfiguration: undefined })).rejects.toThrow(
    "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
  )
  await expect(
    run({ networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0'] } } }),
  ).rejects.toThrow(/subnet-0.*\(ErrorCode: InvalidSubnetID\.NotFound\)$/)
  await expect(run({ overrides: { containerOverrides: [{ name: 'api' }] } })).rejects.toThrow(
    'Override for container named api is not a container in the TaskDefinition.',
  )
  const onInstances = { awsvpcConfiguration: { subnets: account.subnets } }
  await expect(run({ launchType: undefined, networkConfiguration: onInstances })).rejects.toThrow(
    'No Container Instances were found in your cluster.',
  )
  await expect(run({ taskDefinition: 'none' })).rejects.toThrow('TaskDefinition not found.')
  const role = 'arn:aws:iam::111122223333:role/none'
  await account.call(registerTaskDefinition, {
    ...{
      family: 'roled',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
    },
    executionRoleArn: role,
    containerDefinitions: [{ name: 'web', image: 'web:1' }],
  })
  await expect(run({ taskDefinition: 'roled' })).rejects.toMatchObject({
    name: 'ClientException',
    message: expect.stringMatching(
      `^ECS was unable to assume the role '${role}' that was provided for this task\\.`,
    ),
  })
  expect(account.tasks).toEqual([])
})

test('a service whose role is not there says so in its events', async () => {
  const account = new FakeAccount()
  const { taskDefinition } = await account.call(registerTaskDefinition, {
    ...{
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
    },
    executionRoleArn: 'arn:aws:iam::111122223333:role/none',
    containerDefinitions: [{ name: 'web', image: 'web:1' }],
  })
  await account.createWeb({ taskDefinition: taskDefinition?.taskDefinitionArn })
  await account.pass(5)
  expect(account.events[0]).toMatch(
    /^\(service web\) failed to launch a task with \(error ECS was unable to assume the role 'arn:aws:iam::111122223333:role\/none'/,
  )
})

test('a cluster with services is not deleted; without, it is INACTIVE and can be made anew', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  await account.createWeb({ desiredCount: 0 })
  await expect(account.call(deleteCluster, { cluster: 'lab' })).rejects.toMatchObject({
    name: 'ClusterContainsServicesException',
    message: 'The Cluster cannot be deleted while Services are active.',
  })
  await account.call(createCluster, { clusterName: 'other' })
  const { cluster } = await account.call(deleteCluster, { cluster: 'other' })
  expect(cluster?.status).toBe('INACTIVE')
  expect((await account.call(createCluster, { clusterName: 'other' })).cluster?.status).toBe('ACTIVE')
})

test('capacity providers stand in for the launch type', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  const strategy = [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }]
  const create = () =>
    account.call(createService, {
      ...{ cluster: 'spot', serviceName: 'web', taskDefinition: 'web', desiredCount: 1 },
      ...{ networkConfiguration: account.network, capacityProviderStrategy: strategy },
    })
  await account.call(createCluster, { clusterName: 'spot' })
  await expect(create()).rejects.toThrow('not associated with the cluster')
  await account.call(deleteCluster, { cluster: 'spot' })
  await account.call(createCluster, { clusterName: 'spot', capacityProviders: ['FARGATE', 'FARGATE_SPOT'] })
  await create()
  await account.pass(30)
  expect(account.in('RUNNING')[0]).toMatchObject({
    launchType: 'FARGATE',
    capacityProviderName: 'FARGATE_SPOT',
  })
})

test('tags: on services and, where asked for, on their tasks; found by GetResources', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  const tags = [{ key: 'slipway-lab', value: '040' }]
  await account.createWeb({ tags, propagateTags: 'SERVICE', enableECSManagedTags: true })
  await account.pass(2)
  expect(account.tasks[0]?.tags).toEqual([
    ...tags,
    { key: 'aws:ecs:clusterName', value: 'lab' },
    { key: 'aws:ecs:serviceName', value: 'web' },
  ])
  const { serviceArn } = account.service
  await account.call(tagResource, { resourceArn: serviceArn, tags: [{ key: 'a', value: 'b' }] })
  await account.call(untagResource, { resourceArn: serviceArn, tagKeys: ['slipway-lab'] })
  expect(await account.call(listTagsForResource, { resourceArn: serviceArn })).toEqual({
    tags: [{ key: 'a', value: 'b' }],
  })
  expect(taggedResources(account.scope)).toContainEqual({ arn: serviceArn, tags: [{ Key: 'a', Value: 'b' }] })
})

test('a service that is not ACTIVE is not updated', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  await account.createWeb({ desiredCount: 0 })
  account.service.status = 'DRAINING'
  await expect(
    account.call(updateService, { cluster: 'lab', service: 'web', desiredCount: 1 }),
  ).rejects.toMatchObject({
    name: 'ServiceNotActiveException',
    message: 'Service was not ACTIVE.',
  })
})
