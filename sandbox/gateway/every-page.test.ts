import * as scaling from '@aws-sdk/client-application-auto-scaling'
import * as cloudwatch from '@aws-sdk/client-cloudwatch'
import * as codebuild from '@aws-sdk/client-codebuild'
import * as codedeploy from '@aws-sdk/client-codedeploy'
import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2'
import * as ecr from '@aws-sdk/client-ecr'
import * as ecs from '@aws-sdk/client-ecs'
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2'
import * as iam from '@aws-sdk/client-iam'
import * as logs from '@aws-sdk/client-cloudwatch-logs'
import * as s3 from '@aws-sdk/client-s3'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../start.ts'
import { kebabCase, Services } from './services.ts'
import { dataInputs, seedData } from './testing/data-pages.ts'
import { seedStacks, stackInputs } from './testing/stack-pages.ts'

/* Walks every list that AWS pages, with the SDK's own paginators and the smallest pages, and compares it with the list whole. */

const SERVICES = path.join(import.meta.dirname, '../services')
const services = await Services.discover(SERVICES)
const loaded = (await Promise.all(services.signingNames().map(name => services.bySigningName(name)))).filter(
  service => service !== undefined,
)
const NAMES = ['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'gg']
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
})
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: ['ecs-tasks.amazonaws.com', 'codebuild.amazonaws.com'] },
      Action: 'sts:AssumeRole',
    },
  ],
})

type Page = Record<string, unknown>
type Paginate = (settings: object, input: object) => AsyncIterable<Page>

let running: RunningSandbox
let config: object
const inputs: Record<string, object> = {
  ListAttachedRolePolicies: { RoleName: 'aa' },
  ListRolePolicies: { RoleName: 'aa' },
  ListRoleTags: { RoleName: 'aa' },
  ListAttachedUserPolicies: { UserName: 'aa' },
  ListUserPolicies: { UserName: 'aa' },
  ListUserTags: { UserName: 'aa' },
  ListAccessKeys: { UserName: 'aa' },
  ListInstanceProfilesForRole: { RoleName: 'aa' },
  SimulateCustomPolicy: { PolicyInputList: [POLICY], ActionNames: NAMES.map(one => `s3:Get${one}`) },
  ListAttachedGroupPolicies: { GroupName: 'aa' },
  ListGroupPolicies: { GroupName: 'aa' },
  GetGroup: { GroupName: 'aa' },
  ListGroupsForUser: { UserName: 'aa' },
  ListServices: { cluster: 'aa' },
  ListContainerInstances: { cluster: 'aa' },
  ListTasks: { cluster: 'aa' },
  DescribeLogStreams: { logGroupName: 'aa' },
  FilterLogEvents: { logGroupName: 'aa' },
  DescribeImages: { repositoryName: 'aa' },
  ListImages: { repositoryName: 'aa' },
  GetTagValues: { Key: 'team' },
  DescribeScalableTargets: { ServiceNamespace: 'ecs' },
  DescribeScalingActivities: { ServiceNamespace: 'ecs' },
  DescribeScalingPolicies: { ServiceNamespace: 'ecs' },
  DescribeScheduledActions: { ServiceNamespace: 'ecs' },
  GetMetricData: {
    StartTime: new Date(Date.now() - 600_000),
    EndTime: new Date(Date.now() + 600_000),
    MetricDataQueries: [
      { Id: 'm', MetricStat: { Metric: { Namespace: 'aa', MetricName: 'aa' }, Stat: 'Sum', Period: 60 } },
    ],
  },
  ListObjectsV2: { Bucket: 'every-page-aa' },
  ListDeploymentGroups: { applicationName: 'aa' },
  ListBuildsForProject: { projectName: 'aa' },
}
/** Their paginators end when the token repeats, which the tests of Logs walk; or they are about what this test does not make. */
const ELSEWHERE = new Set([
  'GetLogEvents',
  'GetLifecyclePolicyPreview',
  'GetManagedPrefixListEntries',
  'ListServicesByNamespace',
])
const PAGE_SIZE = /^(maxResults|maxKeys|maxParts|maxBuckets|maxItems|pageSize|limit|resourcesPerPage)$/i
/** EC2 and few others have a smallest page of their own. */
const SMALLEST: Record<string, number> = { rds: 20, ec2: 5 }

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  config = {
    endpoint: running.endpoint,
    region: 'eu-west-1',
    credentials: running.createAccount(),
    maxAttempts: 1,
  }
  await seed()
}, 240_000)
afterAll(() => running.close())

describe.each(loaded.map(service => ({ id: service.id, service })))('$id', ({ id, service }) => {
  test('pages every list to its end', { timeout: 60_000 }, async () => {
    const module = (await service.client()) as Record<string, unknown>
    const name = Object.keys(module).find(key => key.endsWith('Client') && key !== '__Client') ?? ''
    const client = new (module[name] as new (settings: object) => object)(config)
    for (const { name: operation, input: schema } of service.model.operations.values()) {
      const paginate = module[`paginate${operation}`] as Paginate | undefined
      const file = path.join(SERVICES, id, 'operations', `${kebabCase(operation)}.ts`)
      if (!paginate || !existsSync(file) || ELSEWHERE.has(operation)) continue
      const input = inputs[operation] ?? dataInputs[operation] ?? stackInputs[operation] ?? {}
      // Paginators write the token of the next page into what they are given.
      const whole = await collect(paginate({ client }, { ...input }), operation)
      // Not every paginator of the SDK passes a page's size on.
      const [size] = [...schema.structIterator()].map(([member]) => member).filter(one => PAGE_SIZE.test(one))
      const smallest = SMALLEST[id] ?? 1
      const small = { ...input, ...(size !== undefined && { [size]: smallest }) }
      const paged = await collect(paginate({ client, pageSize: smallest }, small), operation)
      expect(paged.items, operation).toEqual(whole.items)
      // Some lists are paged by AWS's measure alone.
      if (size === undefined) continue
      const longest = Math.max(0, ...Object.values(whole.items).map(({ length }) => length))
      const least = Math.ceil(longest / smallest)
      expect(paged.pages, `pages of ${operation}`).toBeGreaterThanOrEqual(least)
    }
  })
})

/** The lists of all pages, put together. */
async function collect(pages: AsyncIterable<Page>, operation: string) {
  const items: Record<string, unknown[]> = {}
  let count = 0
  for await (const page of pages) {
    if (++count > 500) throw new Error(`${operation} pages without an end.`)
    for (const [key, value] of Object.entries(page)) {
      if (Array.isArray(value)) (items[key] ??= []).push(...(value as unknown[]))
    }
  }
  return { pages: count, items }
}

async function seed(): Promise<void> {
  const clients = {
    ecs: new ecs.ECSClient(config),
    iam: new iam.IAMClient(config),
    logs: new logs.CloudWatchLogsClient(config),
    ecr: new ecr.ECRClient(config),
    codebuild: new codebuild.CodeBuildClient(config),
    codedeploy: new codedeploy.CodeDeployClient(config),
    elb: new elb.ElasticLoadBalancingV2Client(config),
  }
  const { Subnets = [] } = await new EC2Client(config).send(new DescribeSubnetsCommand({}))
  const VpcId = Subnets[0]?.VpcId
  const subnets = Subnets.map(({ SubnetId }) => SubnetId ?? '')
  const tags = NAMES.map(name => ({ Key: name, Value: name }))
  for (const name of NAMES) {
    await clients.ecs.send(
      new ecs.CreateClusterCommand({ clusterName: name, tags: [{ key: 'team', value: name }] }),
    )
    await clients.ecs.send(
      new ecs.RegisterContainerInstanceCommand({
        cluster: 'aa',
        totalResources: ['CPU', 'MEMORY'].map(resource => ({ name: resource, integerValue: 1024 })),
      }),
    )
    await clients.ecs.send(
      new ecs.RegisterTaskDefinitionCommand({
        family: name,
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '256',
        memory: '512',
        containerDefinitions: [{ name: 'web', image: 'web' }],
      }),
    )
    await clients.ecs.send(
      new ecs.CreateServiceCommand({
        cluster: 'aa',
        serviceName: name,
        taskDefinition: name,
        desiredCount: 0,
        launchType: 'FARGATE',
        networkConfiguration: { awsvpcConfiguration: { subnets, assignPublicIp: 'ENABLED' } },
      }),
    )
    const { Role } = await clients.iam.send(
      new iam.CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: TRUST, Tags: tags }),
    )
    const ActionNames = NAMES.map(one => `s3:Get${one}`)
    inputs['SimulatePrincipalPolicy'] = { PolicySourceArn: Role?.Arn, ActionNames }
    const [InstanceProfileName, RoleName] = [name, 'aa']
    await clients.iam.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName }))
    await clients.iam.send(new iam.AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }))
    await clients.iam.send(new iam.CreateUserCommand({ UserName: name, Tags: tags }))
    const { Policy } = await clients.iam.send(
      new iam.CreatePolicyCommand({ PolicyName: name, PolicyDocument: POLICY }),
    )
    const PolicyArn = Policy?.Arn ?? ''
    inputs['ListEntitiesForPolicy'] = { PolicyArn }
    inputs['ListPolicyVersions'] = { PolicyArn }
    await clients.iam.send(new iam.CreateGroupCommand({ GroupName: name }))
    await clients.iam.send(new iam.AddUserToGroupCommand({ GroupName: name, UserName: 'aa' }))
    await clients.iam.send(new iam.AddUserToGroupCommand({ GroupName: 'aa', UserName: name }))
    await clients.iam.send(new iam.AttachGroupPolicyCommand({ GroupName: 'aa', PolicyArn }))
    await clients.iam.send(new iam.AttachRolePolicyCommand({ RoleName: 'aa', PolicyArn }))
    await clients.iam.send(new iam.AttachUserPolicyCommand({ UserName: 'aa', PolicyArn }))
    const inline = { PolicyName: name, PolicyDocument: POLICY }
    await clients.iam.send(new iam.PutRolePolicyCommand({ RoleName: 'aa', ...inline }))
    await clients.iam.send(new iam.PutUserPolicyCommand({ UserName: 'aa', ...inline }))
    await clients.iam.send(new iam.PutGroupPolicyCommand({ GroupName: 'aa', ...inline }))
    await clients.logs.send(new logs.CreateLogGroupCommand({ logGroupName: name }))
    await clients.logs.send(new logs.CreateLogStreamCommand({ logGroupName: 'aa', logStreamName: name }))
    await clients.logs.send(
      new logs.PutLogEventsCommand({
        logGroupName: 'aa',
        logStreamName: name,
        logEvents: [{ timestamp: Date.now(), message: name }],
      }),
    )
    await clients.ecr.send(new ecr.CreateRepositoryCommand({ repositoryName: name }))
    await clients.codebuild.send(
      new codebuild.CreateProjectCommand({
        ...{ name, serviceRole: name, artifacts: { type: 'NO_ARTIFACTS' } },
        source: { type: 'NO_SOURCE', buildspec: 'version: 0.2' },
        environment: { type: 'LINUX_CONTAINER', image: name, computeType: 'BUILD_GENERAL1_SMALL' },
      }),
    )
    await clients.codedeploy.send(
      new codedeploy.CreateApplicationCommand({ applicationName: name, computePlatform: 'ECS' }),
    )
    await clients.elb.send(
      new elb.CreateTargetGroupCommand({ Name: name, TargetType: 'ip', Protocol: 'HTTP', Port: 80, VpcId }),
    )
  }
  await seedLoadBalancers(clients.elb, subnets)
  await seedData(config, NAMES, subnets)
  await seedStacks(config, NAMES)
  await seedScaling()
  await seedBuckets(new s3.S3Client({ ...config, forcePathStyle: true }))
  for (let version = 0; version < 3; version++) {
    const { PolicyArn } = inputs['ListPolicyVersions'] as { PolicyArn: string }
    await clients.iam.send(new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: POLICY }))
  }
}

/** Buckets; one with objects and an upload. */
async function seedBuckets(client: s3.S3Client): Promise<void> {
  const Bucket = 'every-page-aa'
  for (const name of NAMES) await client.send(new s3.CreateBucketCommand({ Bucket: `every-page-${name}` }))
  for (const Key of NAMES) await client.send(new s3.PutObjectCommand({ Bucket, Key, Body: Key }))
  const upload = { Bucket, Key: 'upload' }
  const { UploadId } = await client.send(new s3.CreateMultipartUploadCommand(upload))
  for (const [index, Body] of NAMES.entries()) {
    await client.send(new s3.UploadPartCommand({ ...upload, UploadId, PartNumber: index + 1, Body }))
  }
  inputs['ListParts'] = { ...upload, UploadId }
}

/** Metrics, alarms and dashboards; services that scale, by schedule too. */
async function seedScaling(): Promise<void> {
  const [metrics, scales] = [
    new cloudwatch.CloudWatchClient(config),
    new scaling.ApplicationAutoScalingClient(config),
  ]
  const DashboardBody = JSON.stringify({ widgets: [] })
  for (const name of NAMES) {
    const MetricData = [{ MetricName: name, Value: 1 }]
    await metrics.send(new cloudwatch.PutMetricDataCommand({ Namespace: 'aa', MetricData }))
    await metrics.send(
      new cloudwatch.PutMetricAlarmCommand({
        ...{ AlarmName: name, Namespace: 'aa', MetricName: name, Statistic: 'Sum', Period: 60 },
        ...{ EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' },
      }),
    )
    await metrics.send(new cloudwatch.PutDashboardCommand({ DashboardName: name, DashboardBody }))
    const place = {
      ServiceNamespace: 'ecs',
      ResourceId: `service/aa/${name}`,
      ScalableDimension: 'ecs:service:DesiredCount',
    } as const
    await scales.send(new scaling.RegisterScalableTargetCommand({ ...place, MinCapacity: 0, MaxCapacity: 0 }))
    await scales.send(
      new scaling.PutScheduledActionCommand({
        ...{ ...place, ScheduledActionName: name, Schedule: 'cron(0 0 1 1 ? 2199)' },
        ScalableTargetAction: { MinCapacity: 0 },
      }),
    )
    await scales.send(
      new scaling.PutScalingPolicyCommand({
        ...{ ...place, PolicyName: name, PolicyType: 'StepScaling' },
        StepScalingPolicyConfiguration: {
          AdjustmentType: 'ChangeInCapacity',
          StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
        },
      }),
    )
  }
}

/** Load balancers; one with listeners, the first of them with rules. */
async function seedLoadBalancers(client: elb.ElasticLoadBalancingV2Client, Subnets: string[]): Promise<void> {
  const answer = {
    Type: 'fixed-response' as const,
    FixedResponseConfig: { StatusCode: '200' },
  }
  for (const [index, Name] of NAMES.entries()) {
    const made = await client.send(new elb.CreateLoadBalancerCommand({ Name, Subnets }))
    const { LoadBalancerArn } = (inputs['DescribeListeners'] ??= {
      LoadBalancerArn: made.LoadBalancers?.[0]?.LoadBalancerArn,
    }) as { LoadBalancerArn: string }
    const { Listeners } = await client.send(
      new elb.CreateListenerCommand({
        LoadBalancerArn,
        Port: 80 + index,
        Protocol: 'HTTP',
        DefaultActions: [answer],
      }),
    )
    const { ListenerArn } = (inputs['DescribeRules'] ??= { ListenerArn: Listeners?.[0]?.ListenerArn }) as {
      ListenerArn: string
    }
    await client.send(
      new elb.CreateRuleCommand({
        ListenerArn,
        Priority: index + 1,
        Conditions: [{ Field: 'path-pattern', Values: [`/${Name}`] }],
        Actions: [answer],
      }),
    )
  }
}
