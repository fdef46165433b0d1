import type { Secret } from '@aws-sdk/client-ecs'
import { describe, expect, test } from 'vitest'
import { createRole } from '../iam/operations/create-role.ts'
import { putRolePolicy } from '../iam/operations/put-role-policy.ts'
import { createSecret } from '../secretsmanager/operations/create-secret.ts'
import { putParameter } from '../ssm/operations/put-parameter.ts'
import { registerTaskDefinition } from './operations/register-task-definition.ts'
import { runTask } from './operations/run-task.ts'
import { FakeAccount } from './testing/fake-account.ts'

const FAILED =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: '
const ROLE = 'arn:aws:iam::111122223333:role/execution'
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
})

/** An account with an execution role that may do these actions, a secret and parameters. */
async function prepared(actions = ['secretsmanager:GetSecretValue', 'ssm:GetParameters']) {
  const account = new FakeAccount()
  await account.call(createRole, { RoleName: 'execution', AssumeRolePolicyDocument: TRUST })
  const statement = { Effect: 'Allow', Action: actions, Resource: '*' }
  await account.call(putRolePolicy, {
    RoleName: 'execution',
    PolicyName: 'own',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  })
  const SecretString = JSON.stringify({ password: 's3cret', port: 3306 })
  const { ARN = '' } = await account.call(createSecret, { Name: 'db', SecretString })
  await account.call(putParameter, { Name: '/app/colour', Value: 'blue', Type: 'String' })
  return { account, secretArn: ARN }
}

async function start(account: FakeAccount, secrets: Secret[]) {
  const { taskDefinition } = await account.call(registerTaskDefinition, {
    ...{ family: 'web', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] },
    ...{ cpu: '256', memory: '512', executionRoleArn: ROLE },
    containerDefinitions: [{ name: 'web', image: 'web:1', secrets }],
  })
  await account.call(runTask, {
    ...{ cluster: 'lab', taskDefinition: taskDefinition?.taskDefinitionArn ?? '', launchType: 'FARGATE' },
    networkConfiguration: account.network,
  })
  await account.pass(30)
  const [task] = account.tasks
  return { task, environment: account.runtime.running[0]?.plan.environment }
}

const from = (valueFrom: string): Secret[] => [{ name: 'VALUE', valueFrom }]

describe('a container gets', () => {
  test.each([
    ['a whole secret', '', JSON.stringify({ password: 's3cret', port: 3306 })],
    ['a key of it', ':password::', 's3cret'],
    ['a key that is no text', ':port::', '3306'],
    ['a version by its label', ':password:AWSCURRENT:', 's3cret'],
  ])('%s', async (_what, tail, value) => {
    const { account, secretArn } = await prepared()
    const { environment } = await start(account, from(`${secretArn}${tail}`))
    expect(environment?.['VALUE']).toBe(value)
  })

  test.each(['/app/colour', 'arn:aws:ssm:eu-west-1:111122223333:parameter/app/colour'])(
    'the parameter %s',
    async name => {
      const { account } = await prepared()
      expect((await start(account, from(name))).environment?.['VALUE']).toBe('blue')
    },
  )
})

describe('a task does not start', () => {
  const failing = async (secrets: (arn: string) => string, actions?: string[]) => {
    const { account, secretArn } = await prepared(actions)
    const { task, environment } = await start(account, from(secrets(secretArn)))
    expect(environment).toBeUndefined()
    expect(task).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' })
    return { reason: task?.stoppedReason ?? '', secretArn, taskId: task?.id }
  }

  test('when its execution role may not read the secret', async () => {
    const { reason, secretArn, taskId } = await failing(arn => arn, ['ssm:GetParameters'])
    expect(reason).toContain(
      `${FAILED}unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${secretArn} from secrets manager: operation error Secrets Manager: GetSecretValue, https response error StatusCode: 400, RequestID: `,
    )
    expect(reason).toContain(
      `, api error AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/execution/${taskId} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${secretArn} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    )
  })

  test('when its execution role may not read the parameter', async () => {
    const { reason } = await failing(() => '/app/colour', ['secretsmanager:GetSecretValue'])
    expect(reason).toContain(`${FAILED}unable to retrieve secrets from ssm: service call has been retried`)
    expect(reason).toContain(
      'not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:111122223333:parameter/app/colour',
    )
  })

  test('for a key that the secret does not have', async () => {
    const { reason } = await failing(arn => `${arn}:user::`)
    expect(reason).toBe(
      `${FAILED}unable to retrieve secret from asm: retrieved secret from Secrets Manager did not contain json key user`,
    )
  })

  test('for a version that the secret does not have', async () => {
    const { reason } = await failing(arn => `${arn}::AWSPENDING:`)
    expect(reason).toContain('ResourceNotFoundException: ')
  })

  test('for a secret or parameter that is not there', async () => {
    const gone = await failing(() => 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:none-abcdef')
    expect(gone.reason).toContain(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret.",
    )
    const lost = await failing(() => '/none')
    expect(lost.reason).toContain('invalid parameters: /none')
  })
})

test('a secret may not share its name with a variable, and wants an execution role', async () => {
  const { account } = await prepared()
  const register = (more: object, executionRoleArn?: string) =>
    account.call(registerTaskDefinition, {
      ...{ family: 'web', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] },
      ...{ cpu: '256', memory: '512', executionRoleArn },
      containerDefinitions: [{ name: 'web', image: 'web:1', ...more }],
    })
  await expect(register({ secrets: from('/a') })).rejects.toThrow('to support secrets')
  const environment = [{ name: 'VALUE', value: '1' }]
  await expect(register({ secrets: from('/a'), environment }, ROLE)).rejects.toThrow('must be unique')
})
