import { beforeEach, expect, test } from 'vitest'
import { createRole } from '../iam/operations/create-role.ts'
import { iamState } from '../iam/store.ts'
import { registerTaskDefinition } from './operations/register-task-definition.ts'
import { runTask } from './operations/run-task.ts'
import { stopTask } from './operations/stop-task.ts'
import type { TaskDocument } from './store.ts'
import { CredentialsOfTasks } from './task-credentials.ts'
import { FakeAccount } from './testing/fake-account.ts'

const trust = (statement: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Action: 'sts:AssumeRole', ...statement }] })
const TASKS = { Service: 'ecs-tasks.amazonaws.com' }
let account: FakeAccount
let credentials: CredentialsOfTasks
beforeEach(() => {
  account = new FakeAccount()
  credentials = new CredentialsOfTasks(account.sandbox)
})

async function run(taskRoleArn?: string, override?: string): Promise<TaskDocument> {
  await account.call(registerTaskDefinition, {
    ...{
      family: 'web',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
    },
    containerDefinitions: [{ name: 'web', image: 'web:1' }],
    taskRoleArn,
  })
  await account.call(runTask, {
    ...{ cluster: 'lab', taskDefinition: 'web', launchType: 'FARGATE' },
    networkConfiguration: account.network,
    ...(override && { overrides: { taskRoleArn: override } }),
  })
  return account.tasks.at(-1) as TaskDocument
}

async function role(
  RoleName: string,
  statement: object = { Effect: 'Allow', Principal: TASKS },
): Promise<string> {
  const { Role } = await account.call(createRole, { RoleName, AssumeRolePolicyDocument: trust(statement) })
  return Role?.Arn ?? ''
}

test('credentials are those of a session of the role, named after the task', async () => {
  const arn = await role('app')
  const task = await run(arn)
  const given = credentials.credentialsOf(account.scope, task)
  expect(given).toMatchObject({
    RoleArn: arn,
    AccessKeyId: expect.stringMatching(/^ASIA/) as string,
    Expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
  })
  const session = iamState(account.store, account.context.accountId).sessions.get(given?.AccessKeyId ?? '')
  expect(session?.arn).toBe(`arn:aws:sts::${account.context.accountId}:assumed-role/app/${task.id}`)
  expect(credentials.credentialsOf(account.scope, task)).toEqual(given)
})

test('they are renewed before they expire, and end with the task', async () => {
  const task = await run(await role('app'))
  const first = credentials.credentialsOf(account.scope, task)
  await account.clock.advance(5 * 3600_000)
  expect(credentials.credentialsOf(account.scope, task)).toEqual(first)
  await account.clock.advance(50 * 60_000)
  const second = credentials.credentialsOf(account.scope, task)
  expect(second?.AccessKeyId).not.toBe(first?.AccessKeyId)
  await account.pass(30)
  await account.call(stopTask, { cluster: 'lab', task: task.taskArn })
  await account.pass(30)
  expect(task.lastStatus).toBe('STOPPED')
  expect(credentials.credentialsOf(account.scope, task)).toBeUndefined()
})

test('RunTask’s role goes before the task definition’s; a task without a role has none', async () => {
  const [one, other] = [await role('one'), await role('other')]
  expect(credentials.credentialsOf(account.scope, await run(one, other))?.RoleArn).toBe(other)
  expect(credentials.credentialsOf(account.scope, await run())).toBeUndefined()
})

test('the token of a task is its own, and the same after a restart', async () => {
  const [one, other] = [await run(), await run()]
  expect(credentials.tokenOf(one)).toMatch(/^[0-9a-f]{64}$/)
  expect(credentials.tokenOf(other)).not.toBe(credentials.tokenOf(one))
  expect(new CredentialsOfTasks(account.sandbox).tokenOf(one)).toBe(credentials.tokenOf(one))
})

test.each([
  ['of another service', { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
  ['that denies it', { Effect: 'Deny', Principal: TASKS }],
  [
    'for another account’s tasks',
    {
      Effect: 'Allow',
      Principal: TASKS,
      Condition: { StringEquals: { 'aws:SourceAccount': '999999999999' } },
    },
  ],
])('a role %s cannot be given to a task', async (_, statement) => {
  const arn = await role('app', statement)
  await expect(run(arn)).rejects.toMatchObject({
    name: 'ClientException',
    message: expect.stringMatching(
      `^ECS was unable to assume the role '${arn}' that was provided for this task\\.`,
    ) as string,
  })
})

test('a trust policy may name the account’s own tasks', async () => {
  const Condition = {
    StringEquals: { 'aws:SourceAccount': account.context.accountId },
    ArnLike: { 'aws:SourceArn': `arn:aws:ecs:eu-west-1:${account.context.accountId}:*` },
  }
  const arn = await role('app', { Effect: 'Allow', Principal: TASKS, Condition })
  const task = await run(arn)
  expect(credentials.credentialsOf(account.scope, task)).toMatchObject({
    RoleArn: arn,
    AccessKeyId: expect.stringMatching(/^ASIA/) as string,
  })
})
