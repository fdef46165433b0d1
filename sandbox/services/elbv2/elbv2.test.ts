import { CreateSubnetCommand, CreateVpcCommand, DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DeleteLoadBalancerCommand,
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
  RemoveTagsCommand,
  SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../start.ts'
import type { RunningSandbox } from '../../start.ts'

let sandbox: RunningSandbox
let elb: ElasticLoadBalancingV2Client
let ec2: EC2Client
let subnets: string[]
let vpcId: string

beforeAll(async () => {
  sandbox = await startSandbox({ dataDir: ':memory:', runtime: 'process' })
  const settings = { endpoint: sandbox.endpoint, region: 'eu-west-1', credentials: sandbox.createAccount() }
  elb = new ElasticLoadBalancingV2Client(settings)
  ec2 = new EC2Client(settings)
  const found = await ec2.send(new DescribeSubnetsCommand({}))
  subnets = found.Subnets?.map(({ SubnetId = '' }) => SubnetId) ?? []
  vpcId = found.Subnets?.[0]?.VpcId ?? ''
})
afterAll(() => sandbox.close())

const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'no error',
    (error: Error) => `${error.name}: ${error.message}`,
  )

async function loadBalancer(Name: string): Promise<string> {
  const made = await elb.send(new CreateLoadBalancerCommand({ Name, Subnets: subnets }))
  return made.LoadBalancers?.[0]?.LoadBalancerArn ?? ''
}

async function targetGroup(Name: string): Promise<string> {
  const made = await elb.send(
    new CreateTargetGroupCommand({ Name, Protocol: 'HTTP', Port: 8080, VpcId: vpcId, TargetType: 'ip' }),
  )
  return made.TargetGroups?.[0]?.TargetGroupArn ?? ''
}

test('a load balancer has the shape that AWS gives it', async () => {
  const arn = await loadBalancer('shape')
  const { LoadBalancers } = await elb.send(new DescribeLoadBalancersCommand({ Names: ['shape'] }))
  expect(LoadBalancers?.[0]).toMatchObject({
    LoadBalancerArn: arn,
    Scheme: 'internet-facing',
    VpcId: vpcId,
    State: { Code: 'provisioning' },
    Type: 'application',
    IpAddressType: 'ipv4',
  })
  expect(arn).toMatch(
    /^arn:aws:elasticloadbalancing:eu-west-1:\d{12}:loadbalancer\/app\/shape\/[0-9a-f]{16}$/,
  )
  expect(LoadBalancers?.[0]?.DNSName).toMatch(/^shape-\d{10}\.eu-west-1\.elb\.amazonaws\.com$/)
  expect(LoadBalancers?.[0]?.CreatedTime).toBeInstanceOf(Date)
  expect(LoadBalancers?.[0]?.AvailabilityZones).toHaveLength(3)
})

test('the same load balancer again is the same one; with other settings it is refused', async () => {
  const arn = await loadBalancer('twice')
  expect(await loadBalancer('twice')).toBe(arn)
  const other = new CreateLoadBalancerCommand({ Name: 'twice', Subnets: subnets.slice(0, 2) })
  expect(await refusal(elb.send(other))).toBe(
    "DuplicateLoadBalancerNameException: A load balancer with the same name 'twice' exists, but with different settings",
  )
})

test("load balancers that cannot be are refused in AWS's words", async () => {
  const create = (input: object) =>
    refusal(elb.send(new CreateLoadBalancerCommand({ Name: 'bad', Subnets: subnets, ...input })))
  expect(await create({ Subnets: subnets.slice(0, 1) })).toBe(
    'ValidationError: At least two subnets in two different Availability Zones must be specified',
  )
  expect(await create({ Subnets: ['subnet-0123', subnets[0]] })).toMatch(
    /^SubnetNotFoundException: .*subnet-0123/,
  )
  expect(await create({ SecurityGroups: ['sg-0123'] })).toMatch(/^InvalidSecurityGroupException: .*sg-0123/)
  expect(await create({ Name: 'x'.repeat(33) })).toMatch(/cannot be longer than '32' characters/)
  expect(await create({ Name: 'a_b' })).toMatch(/^ValidationError: .*alphanumeric/)
  expect(await create({ Type: 'gateway' })).toMatch(
    /^NotImplemented: The practice account has no load balancers of type 'gateway' yet/,
  )
  expect(await refusal(elb.send(new DescribeLoadBalancersCommand({ Names: ['none'] })))).toBe(
    "LoadBalancerNotFoundException: Load balancers '[none]' not found",
  )
})

test('a load balancer of the internet needs an internet gateway, one of the VPC does not', async () => {
  const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.5.0.0/16' }))).Vpc?.VpcId
  const Subnets: string[] = []
  for (const zone of ['a', 'b']) {
    const CidrBlock = zone === 'a' ? '10.5.0.0/24' : '10.5.1.0/24'
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone: `eu-west-1${zone}` }),
    )
    Subnets.push(Subnet?.SubnetId ?? '')
  }
  const create = (Scheme: 'internet-facing' | 'internal') =>
    refusal(elb.send(new CreateLoadBalancerCommand({ Name: 'gateway', Subnets, Scheme })))
  expect(await create('internet-facing')).toBe(`InvalidSubnetException: VPC ${VpcId} has no internet gateway`)
  expect(await create('internal')).toBe('no error')
})

test("a target group has AWS's defaults, and is refused what AWS refuses", async () => {
  const arn = await targetGroup('defaults')
  const { TargetGroups } = await elb.send(new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] }))
  expect(TargetGroups?.[0]).toEqual({
    TargetGroupArn: arn,
    TargetGroupName: 'defaults',
    Protocol: 'HTTP',
    ProtocolVersion: 'HTTP1',
    Port: 8080,
    VpcId: vpcId,
    TargetType: 'ip',
    IpAddressType: 'ipv4',
    LoadBalancerArns: [],
    HealthCheckEnabled: true,
    HealthCheckProtocol: 'HTTP',
    HealthCheckPort: 'traffic-port',
    HealthCheckPath: '/',
    HealthCheckIntervalSeconds: 30,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
    Matcher: { HttpCode: '200' },
  })
  const unchecked = { Name: 'unchecked', Protocol: 'HTTP' as const, Port: 80, VpcId: vpcId }
  expect(
    await refusal(elb.send(new CreateTargetGroupCommand({ ...unchecked, HealthCheckEnabled: false }))),
  ).toBe("ValidationError: Health check enabled must be true for target groups with target type 'instance'")
  const modify = (input: object) =>
    refusal(elb.send(new ModifyTargetGroupCommand({ TargetGroupArn: arn, ...input })))
  expect(await modify({ HealthCheckIntervalSeconds: 600 })).toBe(
    "ValidationError: 1 validation error detected: Value '600' at 'healthCheckIntervalSeconds' failed to satisfy constraint: Member must have value less than or equal to 300",
  )
  expect(await modify({ HealthCheckIntervalSeconds: 5 })).toMatch(/interval must be greater than the timeout/)
  expect(await modify({ Matcher: { HttpCode: '200-600' } })).toMatch(/^ValidationError: Health check matcher/)
  expect(await modify({ HealthCheckPath: '/health', HealthyThresholdCount: 2 })).toBe('no error')
  const { Attributes } = await elb.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn: arn }))
  expect(Attributes).toContainEqual({ Key: 'deregistration_delay.timeout_seconds', Value: '300' })
  const attribute = (Key: string, Value: string) =>
    refusal(
      elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn: arn, Attributes: [{ Key, Value }] })),
    )
  expect(await attribute('deregistration_delay.timeout_seconds', '9999')).toMatch(/between '0-3600'/)
  expect(await attribute('constructor', 'x')).toBe(
    "ValidationError: Target group attribute key 'constructor' is not recognized",
  )
})

test('listeners and rules: what is made is what is shown, and one port serves once', async () => {
  const balancer = await loadBalancer('rules')
  const group = await targetGroup('rules')
  const listener = {
    LoadBalancerArn: balancer,
    Protocol: 'HTTP' as const,
    Port: 80,
    DefaultActions: [{ Type: 'forward' as const, TargetGroupArn: group }],
  }
  const made = await elb.send(new CreateListenerCommand(listener))
  const listenerArn = made.Listeners?.[0]?.ListenerArn ?? ''
  const shown = {
    Type: 'forward',
    TargetGroupArn: group,
    ForwardConfig: {
      TargetGroups: [{ TargetGroupArn: group, Weight: 1 }],
      TargetGroupStickinessConfig: { Enabled: false },
    },
  }
  expect(made.Listeners?.[0]?.DefaultActions).toEqual([shown])
  expect(await refusal(elb.send(new CreateListenerCommand(listener)))).toBe(
    `DuplicateListenerException: A listener already exists on this port for this load balancer '${balancer}'`,
  )
  expect(await refusal(elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: group })))).toBe(
    `ResourceInUseException: Target group '${group}' is currently in use by a listener or a rule`,
  )
  const foreign = await refusal(
    elb.send(new CreateListenerCommand({ ...listener, LoadBalancerArn: await loadBalancer('foreign') })),
  )
  expect(foreign).toMatch(
    /^TargetGroupAssociationLimitException: .*cannot be associated with more than one load balancer/,
  )

  const rule = (Priority: number) =>
    new CreateRuleCommand({
      ListenerArn: listenerArn,
      Priority,
      Conditions: [{ Field: 'path-pattern', Values: ['/v1/*'] }],
      Actions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    })
  const first = (await elb.send(rule(10))).Rules?.[0]
  expect(first).toMatchObject({
    Priority: '10',
    IsDefault: false,
    Conditions: [{ Field: 'path-pattern', Values: ['/v1/*'], PathPatternConfig: { Values: ['/v1/*'] } }],
  })
  expect(await refusal(elb.send(rule(10)))).toBe("PriorityInUseException: Priority '10' is currently in use")
  const second = (await elb.send(rule(20))).Rules?.[0]
  await elb.send(
    new SetRulePrioritiesCommand({
      RulePriorities: [
        { RuleArn: first?.RuleArn, Priority: 20 },
        { RuleArn: second?.RuleArn, Priority: 10 },
      ],
    }),
  )
  const { Rules } = await elb.send(new DescribeRulesCommand({ ListenerArn: listenerArn }))
  expect(Rules?.map(({ RuleArn, Priority }) => [RuleArn, Priority])).toEqual([
    [second?.RuleArn, '10'],
    [first?.RuleArn, '20'],
    [expect.stringContaining(':listener-rule/app/rules/'), 'default'],
  ])
  await elb.send(new ModifyListenerCommand({ ListenerArn: listenerArn, Port: 81 }))
  const listed = await elb.send(new DescribeListenersCommand({ LoadBalancerArn: balancer }))
  expect(listed.Listeners).toMatchObject([{ Port: 81, DefaultActions: [shown] }])
  await elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: balancer }))
  expect(await refusal(elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: group })))).toBe('no error')
  expect(await refusal(elb.send(new DescribeRulesCommand({ RuleArns: [first?.RuleArn ?? ''] })))).toMatch(
    /^RuleNotFound/,
  )
})

test('targets: registered, unused without a listener, gone after deregistration', async () => {
  const TargetGroupArn = await targetGroup('targets')
  await elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '172.31.5.6' }] }))
  const described = await elb.send(new DescribeTargetHealthCommand({ TargetGroupArn }))
  expect(described.TargetHealthDescriptions).toMatchObject([
    {
      Target: { Id: '172.31.5.6', Port: 8080, AvailabilityZone: 'eu-west-1a' },
      HealthCheckPort: '8080',
      TargetHealth: { State: 'unused', Reason: 'Target.NotInUse' },
    },
  ])
  expect(
    await refusal(elb.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '8.8.8.8' }] }))),
  ).toMatch(/^ValidationError: The IP address '8\.8\.8\.8'/)
  await elb.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: '172.31.5.6' }] }))
  const asked = { TargetGroupArn, Targets: [{ Id: '172.31.5.6', Port: 8080 }] }
  const gone = await elb.send(new DescribeTargetHealthCommand(asked))
  expect(gone.TargetHealthDescriptions?.[0]?.TargetHealth).toMatchObject({ Reason: 'Target.NotRegistered' })
  const other = { TargetGroupArn: `${TargetGroupArn}0` }
  expect(await refusal(elb.send(new DescribeTargetHealthCommand(other)))).toBe(
    'TargetGroupNotFoundException: One or more target groups not found',
  )
})

test.each([
  ['load balancer', (arn: string) => new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] })],
  [
    'load balancer',
    (LoadBalancerArn: string) => new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }),
  ],
  ['target group', (arn: string) => new DescribeTargetGroupsCommand({ TargetGroupArns: [arn] })],
  ['target group', (TargetGroupArn: string) => new DescribeTargetHealthCommand({ TargetGroupArn })],
  ['listener', (arn: string) => new DescribeListenersCommand({ ListenerArns: [arn] })],
  ['listener rule', (RuleArn: string) => new DeleteRuleCommand({ RuleArn })],
])('what is no ARN of a %s here is told apart from one that is not there', async (kind, command) => {
  for (const arn of [
    'web',
    'arn:aws:elasticloadbalancing:eu-west-2:000000000000:nothing/web/0123456789abcdef',
  ]) {
    expect(await refusal(elb.send(command(arn) as DescribeLoadBalancersCommand))).toBe(
      `ValidationError: '${arn}' is not a valid ${kind} ARN`,
    )
  }
})

test('attributes, tags and pages', async () => {
  const arn = await loadBalancer('tagged')
  const Attributes = [{ Key: 'deletion_protection.enabled', Value: 'true' }]
  await elb.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: arn, Attributes }))
  const shown = await elb.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn: arn }))
  expect(shown.Attributes).toContainEqual(Attributes[0])
  expect(shown.Attributes).toContainEqual({ Key: 'idle_timeout.timeout_seconds', Value: '60' })
  expect(await refusal(elb.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: arn })))).toMatch(
    /^OperationNotPermittedException: .*deletion protection/,
  )
  await elb.send(
    new AddTagsCommand({
      ResourceArns: [arn],
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    }),
  )
  await elb.send(new AddTagsCommand({ ResourceArns: [arn], Tags: [{ Key: 'a', Value: '3' }] }))
  await elb.send(new RemoveTagsCommand({ ResourceArns: [arn], TagKeys: ['b'] }))
  const tags = await elb.send(new DescribeTagsCommand({ ResourceArns: [arn] }))
  expect(tags.TagDescriptions).toEqual([{ ResourceArn: arn, Tags: [{ Key: 'a', Value: '3' }] }])
  const names: (string | undefined)[] = []
  let Marker: string | undefined
  do {
    const page = await elb.send(new DescribeLoadBalancersCommand({ PageSize: 1, ...(Marker && { Marker }) }))
    expect(page.LoadBalancers).toHaveLength(1)
    names.push(page.LoadBalancers?.[0]?.LoadBalancerName)
    Marker = page.NextMarker
  } while (Marker)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toContain('tagged')
})
