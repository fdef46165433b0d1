import * as iam from '@aws-sdk/client-iam'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../start.ts'

let running: RunningSandbox
let client: iam.IAMClient

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  client = new iam.IAMClient({
    ...{ endpoint: running.endpoint, region: 'us-east-1', maxAttempts: 1 },
    credentials: running.createAccount(),
  })
})
afterAll(() => running.close())

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement })
const allow = (Action: string, more: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more })
const trust = policy({
  ...{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
})
const decisions = ({ EvaluationResults = [] }: iam.SimulatePolicyResponse) =>
  EvaluationResults.map(({ EvalActionName, EvalResourceName, EvalDecision }) => [
    ...[EvalActionName, EvalResourceName, EvalDecision],
  ])

test('policies that come with the request are judged action by action, resource by resource', async () => {
  const answer = await client.send(
    new iam.SimulateCustomPolicyCommand({
      PolicyInputList: [
        policy(
          { Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::mine/*' },
          { Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::mine/secret' },
        ),
      ],
      ActionNames: ['s3:GetObject', 's3:PutObject'],
      ResourceArns: ['arn:aws:s3:::mine/a', 'arn:aws:s3:::mine/secret'],
    }),
  )
  expect(decisions(answer)).toEqual([
    ['s3:GetObject', 'arn:aws:s3:::mine/a', 'allowed'],
    ['s3:GetObject', 'arn:aws:s3:::mine/secret', 'explicitDeny'],
    ['s3:PutObject', 'arn:aws:s3:::mine/a', 'implicitDeny'],
    ['s3:PutObject', 'arn:aws:s3:::mine/secret', 'implicitDeny'],
  ])
})

test('a role is judged by what it holds, its boundary and the context; what is missing of the context is named', async () => {
  const RoleName = 'judged'
  const { Role } = await client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }))
  const Condition = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }
  const PolicyDocument = policy(allow('ecs:*', { Condition }))
  await client.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'ecs', PolicyDocument }))
  const ask = async (more: Partial<iam.SimulatePrincipalPolicyCommandInput> = {}) => {
    const input = { PolicySourceArn: Role?.Arn, ActionNames: ['ecs:RunTask'], ...more }
    return (await client.send(new iam.SimulatePrincipalPolicyCommand(input))).EvaluationResults?.[0]
  }
  const here = (region: string) => ({
    ContextEntries: [
      {
        ContextKeyName: 'aws:RequestedRegion',
        ContextKeyValues: [region],
        ContextKeyType: 'string' as const,
      },
    ],
  })
  expect(await ask()).toMatchObject({
    EvalDecision: 'implicitDeny',
    MissingContextValues: ['aws:RequestedRegion'],
  })
  expect(await ask(here('eu-west-1'))).toMatchObject({ EvalDecision: 'allowed', MissingContextValues: [] })
  expect(await ask(here('us-east-1'))).toMatchObject({ EvalDecision: 'implicitDeny' })
  const bounded = { PermissionsBoundaryPolicyInputList: [policy(allow('s3:*'))] }
  expect(await ask({ ...here('eu-west-1'), ...bounded })).toMatchObject({
    EvalDecision: 'implicitDeny',
    PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false },
  })
})

test.each([
  [{ PolicySourceArn: 'arn:aws:iam::111111111111:role/absent' }, 'NoSuchEntityException', /cannot be found/],
  [{ PolicySourceArn: 'role/absent' }, 'InvalidInputException', /does not clearly define/],
])('%j is refused', async (more, name, message) => {
  const command = new iam.SimulatePrincipalPolicyCommand({ ActionNames: ['s3:GetObject'], ...more })
  await expect(client.send(command)).rejects.toMatchObject({
    name,
    message: expect.stringMatching(message) as string,
  })
})

test('leaving policies out is refused by name, since the answer would be another', async () => {
  const PolicyExclusionList = [{ PolicyType: 'aws-managed' as const }]
  const command = new iam.SimulatePrincipalPolicyCommand({
    ...{ PolicySourceArn: 'arn:aws:iam::111111111111:role/a', ActionNames: ['s3:GetObject'] },
    PolicyExclusionList,
  })
  await expect(client.send(command)).rejects.toMatchObject({ name: 'NotImplemented' })
})

test('what is no policy or no action is refused', async () => {
  const ask = (PolicyInputList: string[], ActionNames: string[]) =>
    client.send(new iam.SimulateCustomPolicyCommand({ PolicyInputList, ActionNames }))
  await expect(ask(['{'], ['s3:GetObject'])).rejects.toThrow(/policyInputList\.member\.1: Syntax errors/)
  await expect(ask([policy(allow('s3:*'))], ['getObject'])).rejects.toThrow(
    /Invalid Entity Action: getObject/,
  )
})

test('an instance profile holds one role, which cannot go before it is out', async () => {
  const [InstanceProfileName, RoleName] = ['machines', 'of-machines']
  await client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }))
  await client.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName }))
  const again = client.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName }))
  await expect(again).rejects.toThrow(/machines already exists/)
  const add = () => client.send(new iam.AddRoleToInstanceProfileCommand({ InstanceProfileName, RoleName }))
  await add()
  await expect(add()).rejects.toThrow('Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1')
  const { InstanceProfiles } = await client.send(new iam.ListInstanceProfilesForRoleCommand({ RoleName }))
  expect(InstanceProfiles).toMatchObject([
    { InstanceProfileId: expect.stringMatching(/^AIPA/) as string, Roles: [{ RoleName }] },
  ])
  const conflict = 'Cannot delete entity, must remove roles from instance profile first.'
  await expect(client.send(new iam.DeleteRoleCommand({ RoleName }))).rejects.toThrow(conflict)
  const drop = () => client.send(new iam.DeleteInstanceProfileCommand({ InstanceProfileName }))
  await expect(drop()).rejects.toThrow(conflict)
  await client.send(new iam.RemoveRoleFromInstanceProfileCommand({ InstanceProfileName, RoleName }))
  await drop()
  await client.send(new iam.DeleteRoleCommand({ RoleName }))
  const gone = client.send(new iam.GetInstanceProfileCommand({ InstanceProfileName }))
  await expect(gone).rejects.toThrow('Instance Profile machines cannot be found.')
})
