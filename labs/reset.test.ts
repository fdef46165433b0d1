import { expect, test } from 'vitest'
import { awsError, fakeAccount, type Answers } from './fake-account.ts'
import { inventory, teardown } from './reset.ts'

const ecs = (rest: string) => `arn:aws:ecs:eu-west-1:123456789012:${rest}`
const elb = (rest: string) => `arn:aws:elasticloadbalancing:eu-west-1:123456789012:${rest}`
const mine = { Key: 'slipway-lab', Value: 'a-lab' }
const lower = { key: 'slipway-lab', value: 'a-lab' }
const options = { signal: new AbortController().signal, report: () => undefined }

/** A small account that really forgets what is deleted; the tagging API goes on listing it, as AWS does for a while. */
function world(change: Answers = {}) {
  const standing = new Set(['cluster', 'service', 'alb', 'tg', 'sg', 'role', 'logs', 'td'])
  const arns = {
    cluster: ecs('cluster/lab'),
    service: ecs('service/lab/web'),
    alb: elb('loadbalancer/app/web/1'),
    tg: elb('targetgroup/web/1'),
    sg: 'arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1',
    role: 'arn:aws:iam::123456789012:role/slipway/web-execution',
    logs: 'arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/web',
    td: ecs('task-definition/web:1'),
  }
  const has = (name: string, value: object) => (standing.has(name) ? [value] : [])
  const gone = (name: string) => () => {
    standing.delete(name)
    return {}
  }
  const account = fakeAccount({
    GetCallerIdentity: () => ({ Account: '123456789012' }),
    GetResources: () => ({
      ResourceTagMappingList: Object.entries(arns)
        .filter(([name]) => name !== 'role')
        .map(([, ResourceARN]) => ({ ResourceARN })),
    }),
    ListServices: () => ({ serviceArns: has('service', {}).map(() => arns.service) }),
    DescribeServices: () => ({
      services: has('service', {
        serviceArn: arns.service,
        serviceName: 'web',
        status: 'ACTIVE',
        tags: [lower],
      }),
    }),
    DeleteService: gone('service'),
    ListTasks: () => ({ taskArns: [] }),
    DescribeClusters: () => ({
      clusters: [
        {
          clusterArn: arns.cluster,
          clusterName: 'lab',
          status: standing.has('cluster') ? 'ACTIVE' : 'INACTIVE',
          tags: [lower],
        },
      ],
    }),
    DeleteCluster: gone('cluster'),
    DescribeTaskDefinition: () => ({
      taskDefinition: { status: standing.has('td') ? 'ACTIVE' : 'INACTIVE' },
      tags: [lower],
    }),
    DeregisterTaskDefinition: gone('td'),
    DescribeLoadBalancers: () =>
      standing.has('alb')
        ? { LoadBalancers: [{ LoadBalancerName: 'web' }] }
        : awsError('LoadBalancerNotFoundException'),
    DeleteLoadBalancer: gone('alb'),
    DescribeTargetGroups: () =>
      standing.has('tg')
        ? { TargetGroups: [{ TargetGroupName: 'web' }] }
        : awsError('TargetGroupNotFoundException'),
    DeleteTargetGroup: gone('tg'),
    DescribeTags: () => ({ TagDescriptions: [{ Tags: [mine] }] }),
    DescribeLogGroups: () => ({ logGroups: has('logs', { logGroupName: '/ecs/web' }) }),
    ListTagsForResource: () => ({ tags: { 'slipway-lab': 'a-lab' } }),
    DeleteLogGroup: gone('logs'),
    DescribeSecurityGroups: () => ({
      SecurityGroups: has('sg', {
        GroupId: 'sg-1',
        GroupName: 'web-tasks',
        Tags: [mine],
        IpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: 8080,
            ToPort: 8080,
            UserIdGroupPairs: [{ GroupId: 'sg-2', UserId: '1' }],
          },
        ],
      }),
    }),
    RevokeSecurityGroupIngress: () => ({}),
    DeleteSecurityGroup: gone('sg'),
    ListRoles: () => ({ Roles: has('role', { Arn: arns.role, RoleName: 'web-execution' }) }),
    ListRoleTags: () => (standing.has('role') ? { Tags: [mine] } : awsError('NoSuchEntityException')),
    ListAttachedRolePolicies: () => ({ AttachedPolicies: [{ PolicyArn: 'arn:policy' }] }),
    DetachRolePolicy: () => ({}),
    ListRolePolicies: () => ({ PolicyNames: ['inline'] }),
    DeleteRolePolicy: () => ({}),
    DeleteRole: gone('role'),
    ...change,
  })
  const changes = () =>
    account.sent.map(({ name }) => name).filter(name => /^(Delete|Deregister|Revoke|Detach|Stop)/.test(name))
  return { account, arns, standing, changes }
}

test('deletes in order of dependency, and proves that nothing is left', async () => {
  const { account, standing, changes } = world()
  const { deleted, left } = await teardown(account, 'a-lab', [], options)
  expect(changes()).toEqual([
    'DeleteService',
    'DeleteLoadBalancer',
    'DeleteTargetGroup',
    'DeleteLogGroup',
    'RevokeSecurityGroupIngress',
    'DeleteSecurityGroup',
    'DetachRolePolicy',
    'DeleteRolePolicy',
    'DeleteRole',
    'DeregisterTaskDefinition',
    'DeleteCluster',
  ])
  expect(deleted).toHaveLength(8)
  expect(left).toEqual([])
  expect([...standing]).toEqual([])
  expect(await inventory(account, 'a-lab', [])).toEqual([])
})

test('credentials that became another account’s stop it before anything is deleted', async () => {
  const { account, changes } = world({ GetCallerIdentity: () => ({ Account: '999999999999' }) })
  await expect(teardown(account, 'a-lab', [], options)).rejects.toThrow(
    /those of account 999999999999, expected 123456789012\. Nothing was deleted/,
  )
  expect(changes()).toEqual([])
})

test('what another lab’s tag names is not touched, even when the ledger lists it', async () => {
  const { account, arns, changes } = world({
    GetResources: () => ({ ResourceTagMappingList: [] }),
    DescribeClusters: () => ({
      clusters: [
        { clusterArn: ecs('cluster/lab'), status: 'ACTIVE', tags: [{ key: 'slipway-lab', value: 'b-lab' }] },
      ],
    }),
    ListServices: () => ({ serviceArns: [] }),
    ListRoles: () => ({ Roles: [] }),
  })
  const ledger = [{ type: 'ecs:cluster', id: arns.cluster }]
  expect(await teardown(account, 'a-lab', ledger, options)).toEqual({ deleted: [], left: [] })
  expect(changes()).toEqual([])
})

test('what carries no tag is listed, not deleted', async () => {
  const { account, arns, changes } = world({
    GetResources: () => ({ ResourceTagMappingList: [] }),
    DescribeTags: () => ({ TagDescriptions: [{ Tags: [] }] }),
    ListRoles: () => ({ Roles: [] }),
  })
  const ledger = [{ type: 'elasticloadbalancing:loadbalancer', id: arns.alb }]
  const { left } = await teardown(account, 'a-lab', ledger, options)
  expect(left).toEqual([
    {
      item: expect.objectContaining({ label: 'load balancer web' }) as object,
      reason: expect.stringMatching(/does not carry the tag slipway-lab=a-lab/) as string,
    },
  ])
  expect(changes()).toEqual([])
})

test('the ledger finds what the tagging API has not noticed yet', async () => {
  const { account, arns } = world({
    GetResources: () => ({ ResourceTagMappingList: [] }),
    ListRoles: () => ({ Roles: [] }),
  })
  const found = await inventory(account, 'a-lab', [{ type: 'elasticloadbalancing:targetgroup', id: arns.tg }])
  expect(found.map(({ label }) => label)).toEqual(['target group web'])
})

test('what is still in use is tried again', async () => {
  let refusals = 2
  const { account, standing } = world()
  const send = account.aws.ec2.send.bind(account.aws.ec2) as (command: object) => Promise<unknown>
  Object.assign(account.aws.ec2, {
    send: (command: object) =>
      command.constructor.name === 'DeleteSecurityGroupCommand' && refusals-- > 0
        ? Promise.reject(awsError('DependencyViolation', 'resource sg-1 has a dependent object'))
        : send(command),
  })
  const messages: string[] = []
  const { left } = await teardown(account, 'a-lab', [], {
    ...options,
    report: message => messages.push(message),
  })
  expect(left).toEqual([])
  expect(standing.size).toBe(0)
  expect(
    messages.filter(message =>
      /^Trying again .*security group web-tasks.*has a dependent object/.test(message),
    ),
  ).toHaveLength(2)
})

test('what cannot be deleted is listed with AWS’s reason, and the rest goes', async () => {
  const { account, standing } = world({
    DeleteTargetGroup: () =>
      awsError(
        'AccessDenied',
        'User: x is not authorized to perform: elasticloadbalancing:DeleteTargetGroup',
      ),
  })
  const { deleted, left } = await teardown(account, 'a-lab', [], options)
  expect([...standing]).toEqual(['tg'])
  expect(deleted).toHaveLength(7)
  expect(left).toMatchObject([
    {
      item: { label: 'target group web' },
      reason: expect.stringMatching(/permission elasticloadbalancing:DeleteTargetGroup/) as string,
    },
  ])
})

test('two at once: what the other has deleted meanwhile is gone, not failed', async () => {
  const { account, standing } = world({ DeleteTargetGroup: () => awsError('TargetGroupNotFoundException') })
  standing.delete('tg')
  const { account: racing } = world({
    DeleteService: () => awsError('ServiceNotActiveException', 'Service was not ACTIVE.'),
    DescribeServices: () => ({ services: [] }),
  })
  expect((await teardown(account, 'a-lab', [], options)).left).toEqual([])
  expect((await teardown(racing, 'a-lab', [], options)).left).toEqual([])
})

test('expired credentials stop it; started again it goes on where it was', async () => {
  const { account, standing } = world()
  const send = account.aws.logs.send.bind(account.aws.logs) as (command: object) => Promise<unknown>
  let expired = true
  Object.assign(account.aws.logs, {
    send: (command: object) =>
      expired && command.constructor.name === 'DeleteLogGroupCommand'
        ? Promise.reject(
            awsError('ExpiredTokenException', 'The security token included in the request is expired'),
          )
        : send(command),
  })
  await expect(teardown(account, 'a-lab', [], options)).rejects.toThrow(/expired/)
  expect(standing.has('service')).toBe(false)
  expect(standing.has('cluster')).toBe(true)
  expired = false
  expect((await teardown(account, 'a-lab', [], options)).left).toEqual([])
})

test('an aborted reset stops', async () => {
  const { account, changes } = world()
  await expect(teardown(account, 'a-lab', [], { ...options, signal: AbortSignal.abort() })).rejects.toThrow()
  expect(changes()).toEqual([])
})

test('a tagged resource of an unknown kind is listed with what to do', async () => {
  const { account } = world({
    GetResources: () => ({
      ResourceTagMappingList: [{ ResourceARN: 'arn:aws:sqs:eu-west-1:123456789012:queue' }],
    }),
    ListRoles: () => ({ Roles: [] }),
  })
  const { left } = await teardown(account, 'a-lab', [], options)
  expect(left).toMatchObject([
    { item: { type: 'sqs:queue' }, reason: expect.stringContaining('Delete it yourself') as string },
  ])
})
