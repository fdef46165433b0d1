import { onTestFinished, expect, test, vi } from 'vitest'
import { createRole } from '../../iam/operations/create-role.ts'
import { putRolePolicy } from '../../iam/operations/put-role-policy.ts'
import { resumeSession } from '../../ssm/operations/resume-session.ts'
import { terminateSession } from '../../ssm/operations/terminate-session.ts'
import { createService } from '../operations/create-service.ts'
import { describeTasks } from '../operations/describe-tasks.ts'
import { executeCommand } from '../operations/execute-command.ts'
import { registerTaskDefinition } from '../operations/register-task-definition.ts'
import { runTask } from '../operations/run-task.ts'
import { updateService } from '../operations/update-service.ts'
import { FakeAccount } from '../testing/fake-account.ts'
import { execSessionsOf, ExecSessions } from './sessions.ts'

const ROLE = 'arn:aws:iam::111122223333:role/exec'
const NOT_ENABLED =
  'The execute command failed because execute command was not enabled when the task was run or the execute command agent isn’t running. Wait and try again or run a new task with execute command enabled and try again.'

/** An account with a role for tasks that may what `actions` say. */
async function newAccount(actions = ['ssmmessages:*']): Promise<FakeAccount> {
  const account = new FakeAccount()
  const sessions = new ExecSessions(account.sandbox, account.runtime)
  onTestFinished(() => sessions.stop())
  const statement = (more: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] })
  const trust = { Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } }
  await account.call(createRole, { RoleName: 'exec', AssumeRolePolicyDocument: statement(trust) })
  const PolicyDocument = statement({ Action: actions, Resource: '*' })
  await account.call(putRolePolicy, { RoleName: 'exec', PolicyName: 'exec', PolicyDocument })
  return account
}

async function register(account: FakeAccount, taskRoleArn: string | undefined = ROLE): Promise<void> {
  await account.call(registerTaskDefinition, {
    ...{ family: 'web', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] },
    ...{ cpu: '256', memory: '512', ...(taskRoleArn && { taskRoleArn }) },
    containerDefinitions: [{ name: 'web', image: 'web:1', portMappings: [{ containerPort: 8080 }] }],
  })
}

/** Runs a task to RUNNING; answers how to ask for a command in it. */
async function run(account: FakeAccount, enableExecuteCommand = true) {
  const { tasks } = await account.call(runTask, {
    ...{ cluster: 'lab', taskDefinition: 'web', launchType: 'FARGATE', enableExecuteCommand },
    networkConfiguration: account.network,
  })
  await account.pass(30)
  const task = tasks?.[0]?.taskArn ?? ''
  const ask = (more: object = {}) =>
    account.call(executeCommand, { cluster: 'lab', task, command: 'sh', interactive: true, ...more })
  return { task, ask }
}

test('opens a session, and the agent is shown beside the container', async () => {
  const account = await newAccount()
  await register(account)
  const { task, ask } = await run(account)
  const { tasks } = await account.call(describeTasks, { cluster: 'lab', tasks: [task] })
  expect(tasks?.[0]?.containers?.[0]?.managedAgents).toMatchObject([
    { name: 'ExecuteCommandAgent', lastStatus: 'RUNNING' },
  ])
  const { session, ...rest } = await ask()
  expect(rest).toMatchObject({ taskArn: task, containerName: 'web', interactive: true })
  expect(session?.sessionId).toMatch(/^ecs-execute-command-[0-9a-f]{17}$/)
  expect(session?.streamUrl).toContain(`/v1/data-channel/${session?.sessionId}?role=publish_subscribe`)
  expect(session?.tokenValue).toHaveLength(128)
  expect((await ask()).session?.tokenValue).not.toBe(session?.tokenValue)
})

test('refuses what AWS refuses, in its words', async () => {
  const account = await newAccount()
  await register(account)
  const { ask } = await run(account)
  await expect(ask({ task: '0'.repeat(32) })).rejects.toThrow('The referenced task was not found.')
  await expect(ask({ interactive: false })).rejects.toThrow('Interactive is the only mode supported')
  await expect(ask({ container: 'other' })).rejects.toThrow('The container other does not exist')
  const { ask: askOther } = await run(account, false)
  await expect(askOther()).rejects.toMatchObject({ name: 'InvalidParameterException', message: NOT_ENABLED })
})

test('a task whose role may not is not connected', async () => {
  const account = await newAccount(['ssmmessages:OpenDataChannel', 'ssmmessages:CreateDataChannel'])
  await register(account)
  const { ask } = await run(account)
  await expect(ask()).rejects.toMatchObject({
    name: 'TargetNotConnectedException',
    message: 'The execute command failed due to an internal error. Try again later.',
  })
})

test('without a task role it cannot be enabled', async () => {
  const account = await newAccount()
  await register(account, '')
  const task = { cluster: 'lab', taskDefinition: 'web', launchType: 'FARGATE' as const }
  const asked = { ...task, networkConfiguration: account.network, enableExecuteCommand: true }
  await expect(account.call(runTask, asked)).rejects.toMatchObject({
    name: 'InvalidParameterException',
    message:
      'The execute command failed because a valid task role is not being used. Specify a valid task role in your task definition or as a task override and try again.',
  })
  const overrides = { taskRoleArn: ROLE }
  expect((await account.call(runTask, { ...asked, overrides })).tasks).toHaveLength(1)
  await expect(account.call(createService, { ...asked, serviceName: 'web' })).rejects.toThrow(
    "The service couldn't be created because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.",
  )
  await account.createWeb({ desiredCount: 0 })
  await expect(
    account.call(updateService, { cluster: 'lab', service: 'web', enableExecuteCommand: true }),
  ).rejects.toThrow("The service couldn't be updated because a valid taskRoleArn is not being used.")
})

test('a start after a kill ends what sessions left behind', async () => {
  const account = await newAccount()
  await register(account)
  const { ask } = await run(account)
  const { session } = await ask()
  const peer = { send: () => undefined, close: () => undefined }
  const { sessionId = '', tokenValue = '' } = session ?? {}
  const sessions = execSessionsOf(account.sandbox)
  expect(sessions?.open(sessionId, 'guessed', peer)).toBeUndefined()
  const channel = sessions?.open(sessionId, tokenValue, peer)
  onTestFinished(() => channel?.gone())
  const { encodeMessage } = await import('./agent-message.ts')
  channel?.receive(
    encodeMessage({
      ...{ messageType: 'input_stream_data', payloadType: 3, payload: Buffer.from('{"cols":90,"rows":9}') },
      ...{ sequenceNumber: 0, schemaVersion: 1, flags: 0, createdDate: Date.now() },
      messageId: '00000000-0000-0000-0000-000000000000',
    }),
  )
  const terminal = await vi.waitFor(() => account.runtime.terminals[0] ?? expect.fail('no terminal yet'))
  expect(terminal.plan).toMatchObject({ command: ['/bin/sh', '-c', 'sh'], session: sessionId, columns: 90 })
  // As after kill -9: nobody has ended anything.
  const next = new ExecSessions(account.sandbox, account.runtime)
  await next.endLost()
  expect(terminal.exitCode).toBe(137)
  await next.stop()
})

test('a client may end its session, and one that lost it is told that there is nothing to go on with', async () => {
  const account = await newAccount()
  await register(account)
  const { ask } = await run(account)
  const { sessionId: SessionId = '', tokenValue = '' } = (await ask()).session ?? {}
  const sessions = execSessionsOf(account.sandbox)
  expect(sessions?.terminate('999999999999', SessionId)).toBe(false)
  expect(sessions?.has(SessionId)).toBe(true)
  expect(await account.call(terminateSession, { SessionId })).toEqual({ SessionId })
  expect(sessions?.has(SessionId)).toBe(false)
  const peer = { send: () => undefined, close: () => undefined }
  expect(sessions?.open(SessionId, tokenValue, peer)).toBeUndefined()
  expect(await account.call(resumeSession, { SessionId })).toEqual({ SessionId })
})

test('a session whose client does not come is gone after a minute', async () => {
  const account = await newAccount()
  await register(account)
  const { ask } = await run(account)
  const { sessionId = '' } = (await ask()).session ?? {}
  const sessions = execSessionsOf(account.sandbox)
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000)
  onTestFinished(() => void vi.restoreAllMocks())
  await vi.waitFor(() => expect(sessions?.has(sessionId)).toBe(false), { timeout: 10_000 })
})
