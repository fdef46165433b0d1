import { expect, test } from 'vitest'
import { createRole } from '../iam/operations/create-role.ts'
import { putRolePolicy } from '../iam/operations/put-role-policy.ts'
import { registerTaskDefinition } from './operations/register-task-definition.ts'
import { isProtected } from './task-protection.ts'
import { taskProtectionState } from './task-protection-endpoint.ts'
import { FakeAccount } from './testing/fake-account.ts'

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
})

/** A running task of a service whose task role may do the actions, and how its container asks for its protection. */
async function asked(actions: string[]) {
  const account = new FakeAccount()
  await account.call(createRole, { RoleName: 'task', AssumeRolePolicyDocument: TRUST })
  await account.call(putRolePolicy, {
    ...{ RoleName: 'task', PolicyName: 'own' },
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
    }),
  })
  await account.call(registerTaskDefinition, {
    ...{ family: 'web', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] },
    ...{ cpu: '256', memory: '512', taskRoleArn: 'arn:aws:iam::111122223333:role/task' },
    containerDefinitions: [{ name: 'web', image: 'web:1' }],
  })
  await account.createWeb({ desiredCount: 1 })
  await account.pass(30)
  const [task] = account.in('RUNNING')
  if (!task) throw new Error('No task runs.')
  const ask = (method: string, body = '') =>
    taskProtectionState(account.sandbox, account.scope, task, method, body)
  return { account, task, ask }
}

test('a container protects its task and lets it go', async () => {
  const { account, task, ask } = await asked(['ecs:*TaskProtection'])
  const unprotected = { protection: { ProtectionEnabled: false, TaskArn: task.taskArn } }
  expect(ask('GET')).toEqual({ status: 200, body: unprotected })
  const ExpirationDate = new Date(account.clock.now() + 5 * 60_000).toISOString()
  expect(ask('PUT', '{"ProtectionEnabled":true,"ExpiresInMinutes":5}')).toEqual({
    status: 200,
    body: { protection: { ExpirationDate, ProtectionEnabled: true, TaskArn: task.taskArn } },
  })
  expect(isProtected(account.clock, account.scope, task)).toBe(true)
  expect(ask('PUT', '{"ProtectionEnabled":false}')).toEqual({ status: 200, body: unprotected })
})

test('the task role must allow it, and the request must make sense', async () => {
  const { task, ask } = await asked(['ecs:GetTaskProtection'])
  expect(ask('PUT', '{"ProtectionEnabled":true}')).toMatchObject({
    status: 400,
    body: {
      error: {
        ...{ Arn: task.taskArn, Code: 'AccessDeniedException' },
        Message: expect.stringContaining('ecs:UpdateTaskProtection on resource') as string,
      },
    },
  })
  const allowed = await asked(['ecs:*'])
  for (const body of ['', '{}', '{"ProtectionEnabled":true,"ExpiresInMinutes":0}']) {
    expect(allowed.ask('PUT', body)).toMatchObject({
      status: 400,
      body: { error: { Code: 'InvalidParameterException' } },
    })
  }
})
