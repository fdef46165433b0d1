import {
  CreateClusterCommand,
  CreateServiceCommand,
  DeleteClusterCommand,
  ECSClient,
} from '@aws-sdk/client-ecs'
import { RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs'
import {
  CreateLoadBalancerCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2'
import * as iam from '@aws-sdk/client-iam'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../start.ts'

let running: RunningSandbox
let accountId: string
let learner: object
let admin: iam.IAMClient

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
})
afterAll(() => running.close())
beforeEach(() => {
  const account = running.createAccount()
  accountId = account.accountId
  learner = config(account)
  admin = new iam.IAMClient(learner)
})

const config = (credentials: object) => ({
  endpoint: running.endpoint,
  region: 'eu-west-1',
  credentials,
  maxAttempts: 1,
})
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const allow = (Action: string, Resource = '*', Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
})

/** A user with one inline policy, and how clients sign as that user. */
async function user(UserName: string, document?: string): Promise<object> {
  await admin.send(new iam.CreateUserCommand({ UserName }))
  if (document !== undefined) {
    await admin.send(new iam.PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument: document }))
  }
  const { AccessKey } = await admin.send(new iam.CreateAccessKeyCommand({ UserName }))
  return config({ accessKeyId: AccessKey?.AccessKeyId, secretAccessKey: AccessKey?.SecretAccessKey })
}

describe('iam:PassRole', () => {
  const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`
  const register = (executionRoleArn: string, taskRoleArn?: string) =>
    new RegisterTaskDefinitionCommand({
      family: 'web',
      executionRoleArn,
      taskRoleArn,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'web', image: 'web' }],
    })
  const denied = (name: string) => ({
    name: 'AccessDeniedException',
    message: `User: arn:aws:iam::${accountId}:user/ann is not authorized to perform: iam:PassRole on resource: ${role(name)} because no identity-based policy allows the iam:PassRole action`,
  })

  test('is wanted for both roles of a task definition, to the service that gets them', async () => {
    const passing = { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } }
    const ann = new ECSClient(
      await user('ann', policy(allow('ecs:*'), allow('iam:PassRole', role('execution'), passing))),
    )
    await expect(ann.send(register(role('other')))).rejects.toMatchObject(denied('other'))
    await expect(ann.send(register(role('execution'), role('task')))).rejects.toMatchObject(denied('task'))
    await expect(ann.send(register('task'))).rejects.toMatchObject(denied('task'))
    const { taskDefinition } = await ann.send(register(role('execution')))
    expect(taskDefinition?.revision, 'what was refused registered nothing').toBe(1)
  })

  test('to another service does not do', async () => {
    const passing = { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } }
    const ann = new ECSClient(await user('ann', policy(allow('ecs:*'), allow('iam:PassRole', '*', passing))))
    await expect(ann.send(register(role('execution')))).rejects.toMatchObject(denied('execution'))
  })

  test('is wanted of whoever starts tasks with the roles of a task definition, or others', async () => {
    await new ECSClient(learner).send(register(role('execution')))
    const ann = new ECSClient(await user('ann', policy(allow('ecs:*'))))
    const run = new RunTaskCommand({ taskDefinition: 'web:1' })
    await expect(ann.send(run)).rejects.toMatchObject(denied('execution'))
    const overrides = { executionRoleArn: role('mine') }
    const other = new RunTaskCommand({ taskDefinition: 'web', overrides })
    await expect(ann.send(other)).rejects.toMatchObject(denied('mine'))
    const service = new CreateServiceCommand({ serviceName: 'web', taskDefinition: 'web' })
    await expect(ann.send(service)).rejects.toMatchObject(denied('execution'))
  })
})

test('policies see the tags of what a request acts on, and those it brings', async () => {
  const mine = { StringEquals: { 'aws:ResourceTag/owner': 'ann' } }
  const bringing = { StringEquals: { 'aws:RequestTag/owner': 'ann' } }
  const ann = new ECSClient(
    await user(
      'ann',
      policy(allow('ecs:CreateCluster', '*', bringing), allow('ecs:DeleteCluster', '*', mine)),
    ),
  )
  const tags = [{ key: 'owner', value: 'ann' }]
  await new ECSClient(learner).send(new CreateClusterCommand({ clusterName: 'theirs' }))
  await expect(ann.send(new CreateClusterCommand({ clusterName: 'untagged' }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  })
  await ann.send(new CreateClusterCommand({ clusterName: 'own', tags }))
  await expect(ann.send(new DeleteClusterCommand({ cluster: 'theirs' }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  })
  await ann.send(new DeleteClusterCommand({ cluster: 'own' }))
})

describe('a group', () => {
  test('gives its policies to its users while they are in it, a deny of it too', async () => {
    const credentials = await user('ann', policy(allow('ecs:DeleteCluster')))
    const ann = new ECSClient(credentials)
    const create = (clusterName: string) => ann.send(new CreateClusterCommand({ clusterName }))
    await admin.send(new iam.CreateGroupCommand({ GroupName: 'makers', Path: '/team/' }))
    await admin.send(
      new iam.PutGroupPolicyCommand({
        GroupName: 'makers',
        PolicyName: 'make',
        PolicyDocument: policy(allow('ecs:CreateCluster')),
      }),
    )
    await expect(create('a')).rejects.toMatchObject({ name: 'AccessDeniedException' })
    await admin.send(new iam.AddUserToGroupCommand({ GroupName: 'makers', UserName: 'ann' }))
    await admin.send(new iam.AddUserToGroupCommand({ GroupName: 'makers', UserName: 'ann' }))
    await create('a')
    const { Groups } = await admin.send(new iam.ListGroupsForUserCommand({ UserName: 'ann' }))
    expect(Groups).toMatchObject([
      {
        GroupName: 'makers',
        Arn: `arn:aws:iam::${accountId}:group/team/makers`,
        GroupId: expect.stringMatching(/^AGPA[A-Z2-7]{17}$/) as string,
      },
    ])
    const { Users } = await admin.send(new iam.GetGroupCommand({ GroupName: 'makers' }))
    expect(Users?.map(({ UserName }) => UserName)).toEqual(['ann'])

    await admin.send(
      new iam.PutGroupPolicyCommand({
        GroupName: 'makers',
        PolicyName: 'keep',
        PolicyDocument: policy({ Effect: 'Deny', Action: 'ecs:DeleteCluster', Resource: '*' }),
      }),
    )
    await expect(ann.send(new DeleteClusterCommand({ cluster: 'a' }))).rejects.toMatchObject({
      message: expect.stringContaining('with an explicit deny in an identity-based policy') as string,
    })
    await admin.send(new iam.RemoveUserFromGroupCommand({ GroupName: 'makers', UserName: 'ann' }))
    await expect(create('b')).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })

  test('goes only when it is empty, and a user only when in no group', async () => {
    await user('ann')
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'
    const remove = () => admin.send(new iam.DeleteGroupCommand({ GroupName: 'g' }))
    const conflict = (first: string) => ({
      name: 'DeleteConflictException',
      message: `Cannot delete entity, must ${first} first.`,
    })
    await expect(remove()).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The group with name g cannot be found.',
    })
    await admin.send(new iam.CreateGroupCommand({ GroupName: 'g' }))
    await expect(admin.send(new iam.CreateGroupCommand({ GroupName: 'g' }))).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      message: 'Group with name g already exists.',
    })
    await admin.send(new iam.AddUserToGroupCommand({ GroupName: 'g', UserName: 'ann' }))
    await admin.send(new iam.AttachGroupPolicyCommand({ GroupName: 'g', PolicyArn }))
    const entities = await admin.send(
      new iam.ListEntitiesForPolicyCommand({ PolicyArn, EntityFilter: 'Group' }),
    )
    expect(entities.PolicyGroups).toMatchObject([{ GroupName: 'g' }])
    const { AccessKeyMetadata = [] } = await admin.send(new iam.ListAccessKeysCommand({ UserName: 'ann' }))
    for (const { AccessKeyId } of AccessKeyMetadata) {
      await admin.send(new iam.DeleteAccessKeyCommand({ UserName: 'ann', AccessKeyId }))
    }
    await expect(admin.send(new iam.DeleteUserCommand({ UserName: 'ann' }))).rejects.toMatchObject(
      conflict('remove user from all groups'),
    )
    await expect(remove()).rejects.toMatchObject(conflict('remove users from group'))
    await admin.send(new iam.RemoveUserFromGroupCommand({ GroupName: 'g', UserName: 'ann' }))
    await expect(remove()).rejects.toMatchObject(conflict('detach all policies'))
    await admin.send(new iam.DetachGroupPolicyCommand({ GroupName: 'g', PolicyArn }))
    await remove()
    expect((await admin.send(new iam.ListGroupsCommand({}))).Groups).toEqual([])
  })
})

test('services make their service-linked role when it is first needed, and once', async () => {
  const roles = async () => {
    const { Roles = [] } = await admin.send(new iam.ListRolesCommand({}))
    return Roles.map(({ Arn }) => Arn)
  }
  expect(await roles()).toEqual([])
  const ecs = new ECSClient(learner)
  await ecs.send(new CreateClusterCommand({ clusterName: 'a' }))
  await ecs.send(new CreateClusterCommand({ clusterName: 'b' }))
  const linked = `arn:aws:iam::${accountId}:role/aws-service-role`
  expect(await roles()).toEqual([`${linked}/ecs.amazonaws.com/AWSServiceRoleForECS`])
  const balancing = new ElasticLoadBalancingV2Client(learner)
  await expect(balancing.send(new CreateLoadBalancerCommand({ Name: 'web' }))).rejects.toThrow()
  expect(await roles(), 'what was refused makes no role').toHaveLength(1)
  const { Subnets = [] } = await new EC2Client(learner).send(new DescribeSubnetsCommand({}))
  await balancing.send(
    new CreateLoadBalancerCommand({ Name: 'web', Subnets: Subnets.map(({ SubnetId }) => SubnetId ?? '') }),
  )
  expect(await roles()).toContain(
    `${linked}/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing`,
  )
})
