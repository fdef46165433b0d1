import { type App, Stack, Validations } from 'aws-cdk-lib'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as s3 from 'aws-cdk-lib/aws-s3'
import { AwsSolutionsChecks } from 'cdk-nag'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { infraPicture, PICTURE_FILE } from '../picture/infra-picture.ts'
import { RULES } from '../testing/rules.ts'
import { synthesize, type Resource, type Synthesized } from '../testing/synthesize.ts'
import { validContext } from '../testing/valid-context.ts'

/** A synthesis takes a second, on a busy machine several. */
const SLOW = 120_000

const LEARNERS = { learnerTrust: '111122223333', learnerExternalId: '0123456789abcdef' }
const plain = synthesize(LEARNERS)

function broken(app: Synthesized): string[] {
  return Object.entries(RULES).flatMap(([rule, find]) => find(app).map(where => `${rule}: ${where}`))
}

describe('every context', () => {
  test('the one in cdk.json keeps the rules', () => expect(broken(plain)).toEqual([]))

  test(
    'any that is valid synthesizes, and keeps the rules',
    () => {
      fc.assert(
        fc.property(validContext, context => {
          expect(broken(synthesize(context))).toEqual([])
        }),
        { numRuns: 5, endOnFailure: true },
      )
    },
    SLOW,
  )

  const made = (Type: string, Properties: object, more: Partial<Resource> = {}): Resource => ({
    stack: 'Any',
    id: 'It',
    Type: `AWS::${Type}`,
    Properties,
    ...more,
  })
  const policy = (statement: object) =>
    made('IAM::Policy', {
      PolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 'ecs:RunTask', Resource: 'x', ...statement }],
      },
    })
  test.each<[string, Resource]>([
    ['no security group', made('EC2::SecurityGroup', { SecurityGroupIngress: [{ CidrIp: '0.0.0.0/0' }] })],
    ['no security group', made('EC2::SecurityGroupIngress', { CidrIpv6: '::/0' })],
    [
      'the task role and',
      made('ECS::TaskDefinition', {
        TaskRoleArn: 'a',
        ExecutionRoleArn: 'a',
        Volumes: [{ EFSVolumeConfiguration: { TransitEncryption: 'ENABLED' } }],
      }),
    ],
    ['every log group', made('Logs::LogGroup', {})],
    ['every function', made('Lambda::Function', {})],
    ['no policy of ours', policy({ Action: ['ecs:RunTask', 'ecs:*'] })],
    ['only roles of our own', policy({ Action: 'iam:PassRole', Resource: '*' })],
    [
      'buckets, database',
      made('S3::Bucket', {
        BucketEncryption: {},
        PublicAccessBlockConfiguration: { BlockPublicAcls: false },
      }),
    ],
    ['buckets, database', made('RDS::DBInstance', { StorageEncrypted: true })],
    ['files travel', made('ECS::TaskDefinition', { TaskRoleArn: 'a', ExecutionRoleArn: 'b', Volumes: [{}] })],
    ['removal leaves nothing', made('S3::Object', {}, { DeletionPolicy: 'Retain' })],
    ['no name is fixed', made('IAM::Role', { RoleName: 'uploads' })],
    ['IAM and EC2 take', made('IAM::Role', { Description: 'The learners’ role' })],
    ['no number of tasks', made('ECS::Service', { DesiredCount: 2 })],
    ['a deployment that fails', made('CodeDeploy::DeploymentGroup', {})],
  ])('the rule “%s …” finds what breaks it', (rule, resource) => {
    const resources = [resource]
    const of = (type: string) => resources.filter(({ Type }) => Type === `AWS::${type}`)
    expect(broken({ ...plain, resources, of })).toEqual([
      expect.stringMatching(new RegExp(`^${rule}.*: Any/It`)) as string,
    ])
  })

  test('the rule on exports finds a task definition among them', () => {
    const outputs = { Definition: { Value: { Ref: 'It' }, Export: { Name: 'definition' } } }
    const volume = { EFSVolumeConfiguration: { TransitEncryption: 'ENABLED' } }
    const task = made('ECS::TaskDefinition', { TaskRoleArn: 'a', ExecutionRoleArn: 'b', Volumes: [volume] })
    const of = (type: string) => (type === 'ECS::TaskDefinition' ? [task] : [])
    expect(broken({ ...plain, resources: [task], of, outputs })).toEqual([
      expect.stringMatching(/^no stack exports .*: Definition$/) as string,
    ])
  })
})

describe('cdk-nag', () => {
  /** What it finds in an app, and where, as the report beside the templates says. */
  function findings(context: Record<string, unknown>, change: (app: App) => void = () => {}): string[] {
    let report = ''
    const synthesis = () =>
      synthesize({ ...LEARNERS, ...context }, undefined, app => {
        report = path.join(app.outdir, 'validation-report.json')
        change(app)
        Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
      })
    try {
      synthesis()
    } catch (error) {
      if (!String(error).startsWith('ValidationFailed')) throw error
    }
    const { pluginReports } = JSON.parse(readFileSync(report, 'utf8')) as Report
    return pluginReports
      .filter(({ pluginName }) => pluginName === 'AwsSolutions')
      .flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${ruleName} in ${constructPath}`),
      )
  }

  test.each([
    ['as in cdk.json', {}],
    [
      'with the other choices',
      { zones: 3, egress: 'endpoints', image: 'registry:2', deployments: 'canary', protect: true },
    ],
  ])('finds nothing %s', (_, context) => expect(findings(context)).toEqual([]), SLOW)

  test(
    'finds what is careless, be it an error or a warning',
    () => {
      const careless = findings({}, app => {
        const stack = new Stack(app, 'Careless')
        new s3.Bucket(stack, 'Bucket')
        new ec2.CfnNetworkAcl(stack, 'Acl', { vpcId: 'vpc-1' })
      })
      expect(careless.sort()).toEqual([
        'AwsSolutions-S1 in Careless/Bucket/Resource',
        'AwsSolutions-S10 in Careless/Bucket/Resource',
        'AwsSolutions-VPC3 in Careless/Acl',
      ])
    },
    SLOW,
  )
})

/** What of validation-report.json is looked at. */
interface Report {
  pluginReports: {
    pluginName: string
    violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[]
  }[]
}

describe('choices', () => {
  const count = (type: string, app = plain) => app.of(type).length

  test('NAT by default: one gateway, and what it costs is said', () => {
    expect(count('EC2::NatGateway')).toBe(1)
    expect(plain.outputs['EgressCost'].Value).toBe('1 NAT: $0.053 an hour and $0.048 a GB')
    expect(plain.of('EC2::VPCEndpoint').map(({ Properties }) => Properties.VpcEndpointType)).toEqual([
      'Gateway',
    ])
  })

  test(
    'endpoints in three zones: no way to the internet, and what they cost is said',
    () => {
      const app = synthesize({ zones: 3, egress: 'endpoints', image: 'registry:1' })
      expect(count('EC2::NatGateway', app)).toBe(0)
      expect(count('EC2::VPCEndpoint', app)).toBe(5)
      expect(count('EC2::Subnet', app)).toBe(9)
      expect(app.outputs['EgressCost'].Value).toBe('12 endpoint addresses: $0.132 an hour and $0.01 a GB')
    },
    SLOW,
  )

  test('CodeDeploy by default: a revision names the task definition of this synthesis, a command deploys it', () => {
    expect(plain.of('ECS::Service')[0]?.Properties.DeploymentController).toEqual({ Type: 'CODE_DEPLOY' })
    expect(count('CodeDeploy::DeploymentGroup')).toBe(1)
    const [{ id } = { id: '' }] = plain.of('ECS::TaskDefinition')
    const parts = plain.outputs['Revision'].Value['Fn::Join'][1] as (string | { Ref: string })[]
    const revision = parts.map(part => (typeof part === 'string' ? part : `arn-of-${part.Ref}`)).join('')
    const { appSpecContent } = JSON.parse(revision) as { appSpecContent: { content: string } }
    expect(JSON.parse(appSpecContent.content)).toEqual({
      version: 0,
      Resources: [
        {
          TargetService: {
            Type: 'AWS::ECS::Service',
            Properties: {
              TaskDefinition: `arn-of-${id}`,
              LoadBalancerInfo: { ContainerName: 'app', ContainerPort: 8080 },
            },
          },
        },
      ],
    })
    expect(JSON.stringify(plain.outputs['DeployCommand'].Value)).toMatch(
      /aws deploy create-deployment .*--stack-name uploads-service .*OutputKey=='Revision'/,
    )
  })

  test(
    'canary by ECS: both target groups hang on both rules, the breaker and the alarms watch, nothing of CodeDeploy is made',
    () => {
      const app = synthesize({ deployments: 'canary' })
      const { DeploymentConfiguration, LoadBalancers } = app.of('ECS::Service')[0]!.Properties
      expect(DeploymentConfiguration).toMatchObject({
        Strategy: 'CANARY',
        CanaryConfiguration: { CanaryPercent: 10, CanaryBakeTimeInMinutes: 5 },
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        Alarms: { Enable: true, Rollback: true },
      })
      expect(Object.keys(LoadBalancers[0].AdvancedConfiguration).sort()).toEqual([
        'AlternateTargetGroupArn',
        'ProductionListenerRule',
        'RoleArn',
        'TestListenerRule',
      ])
      for (const { Properties } of app.of('ElasticLoadBalancingV2::ListenerRule')) {
        expect(Properties.Actions[0].ForwardConfig.TargetGroups).toHaveLength(2)
      }
      expect(count('CodeDeploy::DeploymentGroup', app)).toBe(0)
    },
    SLOW,
  )

  test('the build pushes to where ECR says that the repository is', () => {
    expect(plain.outputs['RepositoryUri'].Value).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^Repository/), 'RepositoryUri'],
    })
    const { Environment } = plain.of('CodeBuild::Project')[0]!.Properties
    const { Value } = (Environment.EnvironmentVariables as Record<string, any>[]).find(
      ({ Name }) => Name === 'REPOSITORY',
    )!
    expect(Value['Fn::ImportValue']).toMatch(/RepositoryUri/)
  })

  test('scales by processor, and by the requests of both target groups, whichever serves', () => {
    const policies = plain.of('ApplicationAutoScaling::ScalingPolicy').map(({ Properties }) => Properties)
    const [cpu, requests] = policies.map(
      ({ TargetTrackingScalingPolicyConfiguration: tracking }) => tracking as Record<string, any>,
    )
    expect(cpu).toMatchObject({
      TargetValue: 70,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    })
    expect(requests).toMatchObject({ TargetValue: 1000, ScaleOutCooldown: 60, ScaleInCooldown: 300 })
    const [sum, ...counts] = requests?.['CustomizedMetricSpecification'].Metrics as Record<string, any>[]
    expect(sum).toEqual({ Id: 'both', Expression: 'FILL(blue, 0) + FILL(green, 0)', ReturnData: true })
    const groups = counts.map(({ Id, MetricStat: { Metric, Stat } }) => {
      const [{ Name, Value }] = Metric.Dimensions
      return [Id, Stat, Metric.MetricName, Name, Value['Fn::GetAtt'][0].replace(/^Door|[\dA-F]{8}$/g, '')]
    })
    expect(groups).toEqual([
      ['blue', 'Sum', 'RequestCountPerTarget', 'TargetGroup', 'Blue'],
      ['green', 'Sum', 'RequestCountPerTarget', 'TargetGroup', 'Green'],
    ])
  })

  test(
    'nobody is named: no role for learners',
    () => {
      expect(synthesize().learnerAccess).toBeUndefined()
    },
    SLOW,
  )
})

describe('the learners’ role', () => {
  test('is assumed with the external id only, within its boundary', () => {
    const role = plain.of('IAM::Role').find(({ stack }) => stack === 'LearnerAccess')
    expect(role?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: expect.anything() as object },
        Condition: { StringEquals: { 'sts:ExternalId': '0123456789abcdef' } },
      },
    ])
    expect(role?.Properties.PermissionsBoundary).toMatchObject({
      Ref: expect.stringContaining('Boundary') as string,
    })
  })

  test('may do what it is given, each action once, and writes in its region, path and buckets only', () => {
    const policies = plain.of('IAM::ManagedPolicy').filter(({ id }) => id.startsWith('Policy'))
    const statements = policies.flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement as { Action: string }[],
    )
    expect(
      statements
        .map(({ Action }) => Action)
        .flat()
        .sort(),
    ).toEqual([
      'ecs:CreateService',
      'ecs:DescribeServices',
      'iam:CreateRole',
      'iam:PassRole',
      's3:PutObject',
      'sts:GetCallerIdentity',
    ])
    expect(statements.find(({ Action }) => Action === 'ecs:CreateService')).toMatchObject({
      Condition: { StringEquals: { 'aws:RequestedRegion': { Ref: 'AWS::Region' } } },
    })
    const resourceOf = (action: string) => JSON.stringify(statements.find(({ Action }) => Action === action))
    expect(resourceOf('iam:CreateRole')).toContain(':role/slipway/*')
    expect(resourceOf('s3:PutObject')).toContain(':s3:::slipway-*')
  })

  test(
    'has policies that IAM takes, however much the labs do',
    () => {
      const many = (verb: string) =>
        Array.from({ length: 300 }, (_, index) => `ecs:${verb}SomethingWithAName${index}`)
      const app = synthesize(LEARNERS, { reads: many('Describe'), writes: many('Create') })
      const policies = app
        .of('IAM::ManagedPolicy')
        .map(({ Properties }) => JSON.stringify(Properties.PolicyDocument))
      expect(policies.length).toBeLessThanOrEqual(10)
      for (const policy of policies) expect(policy.length).toBeLessThan(6144)
      const allowed = policies.join('').match(/SomethingWithAName\d+/g)
      expect(new Set(allowed).size).toBe(300)
    },
    SLOW,
  )
})

test(
  'docs/infra.svg is the picture of these stacks (else: npm run picture -w infra)',
  () => {
    expect(readFileSync(PICTURE_FILE, 'utf8')).toBe(infraPicture())
  },
  SLOW,
)
