import { zipSync } from 'fflate'
import * as iam from '@aws-sdk/client-iam'
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import * as lambda from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AccountKey } from '../../gateway/accounts.ts'
import { type RunningSandbox, startSandbox } from '../../start.ts'

let running: RunningSandbox
let key: AccountKey
let client: lambda.LambdaClient
let role = ''

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
})
afterAll(() => running.close())
beforeEach(async () => {
  key = running.createAccount()
  running.sandbox.clock.setScale(key.accountId, 1000)
  client = new lambda.LambdaClient(config())
  role = await newRole('hook', ['ecs:ListClusters', 'logs:*'])
})

const config = () => ({ endpoint: running.endpoint, region: 'eu-west-1', credentials: key, maxAttempts: 1 })

async function newRole(RoleName: string, actions: string[], Service = 'lambda.amazonaws.com') {
  const api = new iam.IAMClient(config())
  const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  const { Role } = await api.send(
    new iam.CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' }),
    }),
  )
  const PolicyDocument = policy({ Effect: 'Allow', Action: actions, Resource: '*' })
  await api.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }))
  return Role?.Arn ?? ''
}

const zipOf = (files: Record<string, string>) =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])))

async function create(
  source: string,
  more: Partial<lambda.CreateFunctionCommandInput> = {},
  file = 'index.mjs',
) {
  const made = await client.send(
    new lambda.CreateFunctionCommand({
      FunctionName: 'hook',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: role,
      Code: { ZipFile: zipOf({ [file]: source }) },
      ...more,
    }),
  )
  await lambda.waitUntilFunctionActiveV2(
    { client, maxWaitTime: 10, minDelay: 1 },
    { FunctionName: made.FunctionName },
  )
  return made
}

async function invoke(event: unknown, more: Partial<lambda.InvokeCommandInput> = {}) {
  const answer = await client.send(
    new lambda.InvokeCommand({
      FunctionName: 'hook',
      Payload: JSON.stringify(event),
      LogType: 'Tail',
      ...more,
    }),
  )
  const text = Buffer.from(answer.Payload ?? []).toString()
  const log = Buffer.from(answer.LogResult ?? '', 'base64').toString()
  return { ...answer, result: text === '' ? undefined : (JSON.parse(text) as unknown), log }
}

async function logLines(): Promise<string[]> {
  const logs = new CloudWatchLogsClient(config())
  const { logGroups } = await logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/lambda/hook' }),
  )
  if (!logGroups?.length) return []
  const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/lambda/hook' }))
  return (events ?? []).map(({ message }) => message ?? '')
}

describe('a function', () => {
  test('really runs, with its event, context and environment, and stays warm for the next', async () => {
    await create(
      `let count = 0
       export const handler = async (event, context) => {
         console.log('got', event)
         return { sum: event.a + event.b, count: ++count, name: context.functionName, left: context.getRemainingTimeInMillis() > 0, mode: process.env.MODE }
       }`,
      { Environment: { Variables: { MODE: 'test' } } },
    )
    const first = await invoke({ a: 1, b: 2 })
    expect(first).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' })
    expect(first.FunctionError).toBeUndefined()
    expect(first.result).toEqual({ sum: 3, count: 1, name: 'hook', left: true, mode: 'test' })
    expect(first.log).toMatch(
      /^START RequestId: \S+ Version: \$LATEST\n.*\tINFO\tgot \{ a: 1, b: 2 \}\nEND RequestId/,
    )
    expect(first.log).toMatch(
      /REPORT RequestId: \S+\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB/,
    )
    expect((await invoke({ a: 2, b: 2 })).result).toMatchObject({ sum: 4, count: 2 })
    expect(await logLines()).toContainEqual(expect.stringMatching(/\tINFO\tgot \{ a: 1, b: 2 \}$/))
  })

  test('written as CommonJS with a callback, and one that answers nothing', async () => {
    await create(`exports.handler = (event, context, done) => done(null, 'hello ' + event)`, {}, 'index.cjs')
    expect((await invoke('you')).result).toBe('hello you')
    await client.send(
      new lambda.UpdateFunctionCodeCommand({
        FunctionName: 'hook',
        ZipFile: zipOf({ 'index.mjs': 'export const handler = async () => {}' }),
      }),
    )
    expect((await invoke({})).result).toBeNull()
  })

  test('acts as its role, with the SDK that the runtime brings', async () => {
    await create(
      `import { ECSClient, ListClustersCommand, CreateClusterCommand } from '@aws-sdk/client-ecs'
      export const handler = async () => {
        const ecs = new ECSClient()
        const { clusterArns } = await ecs.send(new ListClustersCommand({}))
        const refused = await ecs.send(new CreateClusterCommand({ clusterName: 'mine' })).catch(error => error.message)
        return { clusterArns, refused }
      }`,
      { Timeout: 20 },
    )
    const { result } = await invoke({})
    expect(result).toMatchObject({ clusterArns: [] })
    expect((result as { refused: string }).refused).toContain(
      `User: arn:aws:sts::${key.accountId}:assumed-role/hook/hook is not authorized to perform: ecs:CreateCluster`,
    )
  })

  test('whose role may not write logs runs all the same, unseen', async () => {
    await create(`export const handler = async () => 'done'`, { Role: await newRole('mute', ['ecs:*']) })
    expect((await invoke({})).result).toBe('done')
    expect(await logLines()).toEqual([])
  })

  test.each([
    ['throws', `export const handler = async () => { throw new TypeError('no') }`, 'TypeError', /^no$/],
    [
      'is missing',
      `export const other = 1`,
      'Runtime.HandlerNotFound',
      /^index\.handler is undefined or not exported$/,
    ],
    ['does not load', `import './gone.mjs'`, 'Runtime.ImportModuleError', /gone\.mjs/],
    [
      'exits',
      `export const handler = () => process.exit(3)`,
      'Runtime.ExitError',
      /exited with error: exit status 3$/,
    ],
    [
      'hangs',
      `export const handler = () => new Promise(() => setInterval(() => {}, 1000))`,
      'Sandbox.Timedout',
      /Task timed out after 1\.00 seconds$/,
    ],
  ])(
    'that %s is a FunctionError that says so, and the next event runs',
    async (_what, source, errorType, message) => {
      await create(source, { Timeout: 1 })
      const { FunctionError, StatusCode, result } = await invoke({})
      expect([StatusCode, FunctionError]).toEqual([200, 'Unhandled'])
      expect(result).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) as string })
      await client.send(
        new lambda.UpdateFunctionCodeCommand({
          FunctionName: 'hook',
          ZipFile: zipOf({ 'index.mjs': 'export const handler = async () => 1' }),
        }),
      )
      expect((await invoke({})).result).toBe(1)
    },
  )
})

test('an event is taken at once, and tried three times in all', async () => {
  await create(
    `export const handler = async event => { console.log('try', event.n); throw new Error('not yet') }`,
  )
  const { StatusCode, result } = await invoke({ n: 7 }, { InvocationType: 'Event' })
  expect([StatusCode, result]).toEqual([202, undefined])
  const tries = async () => (await logLines()).filter(line => line.endsWith('\ttry 7')).length
  await expect.poll(tries, { timeout: 15_000 }).toBe(3)
})

test('a dry run runs nothing', async () => {
  await create(`export const handler = async () => console.log('ran')`)
  expect((await invoke({}, { InvocationType: 'DryRun' })).StatusCode).toBe(204)
  expect(await logLines()).toEqual([])
  await expect(invoke({}, { InvocationType: 'Later' as 'Event' })).rejects.toThrow(
    "1 validation error detected: Value 'Later' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]",
  )
})

test('several events at once run side by side, at most ten', async () => {
  await create(
    `export const handler = async () => new Promise(resolve => setTimeout(resolve, 2500, process.pid))`,
    { Timeout: 10 },
  )
  const answers = await Promise.allSettled(Array.from({ length: 11 }, () => invoke({})))
  const pids = answers.flatMap(one => (one.status === 'fulfilled' ? [one.value.result] : []))
  const refused = answers.flatMap(one => (one.status === 'rejected' ? [(one.reason as Error).name] : []))
  expect(new Set(pids).size).toBe(10)
  expect(refused).toEqual(['TooManyRequestsException'])
})

describe('errors', () => {
  test('of what is not there, or there already', async () => {
    const arn = `arn:aws:lambda:eu-west-1:${key.accountId}:function:hook`
    const missing = { name: 'ResourceNotFoundException', message: `Function not found: ${arn}` }
    await expect(invoke({})).rejects.toMatchObject(missing)
    await expect(client.send(new lambda.GetFunctionCommand({ FunctionName: arn }))).rejects.toMatchObject(
      missing,
    )
    await create('export const handler = async () => 1')
    await expect(create('export const handler = async () => 1')).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: 'Function already exist: hook',
    })
    await expect(client.send(new lambda.GetPolicyCommand({ FunctionName: 'hook' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  test('of a request, before anything is made', async () => {
    const bad: [Partial<lambda.CreateFunctionCommandInput>, string, RegExp][] = [
      [
        { Role: await newRole('ecs-only', ['*'], 'ecs-tasks.amazonaws.com') },
        'InvalidParameterValueException',
        /cannot be assumed by Lambda\.$/,
      ],
      [
        { Role: `arn:aws:iam::${key.accountId}:role/none` },
        'InvalidParameterValueException',
        /cannot be assumed by Lambda\.$/,
      ],
      [{ Timeout: 901 }, 'ValidationException', /'901' at 'timeout'.*less than or equal to 900$/],
      [{ MemorySize: 64 }, 'ValidationException', /'64' at 'memorySize'/],
      [{ Runtime: 'python3.13' }, 'NotImplemented', /does not have the runtime python3\.13/],
      [{ Runtime: 'cobol' as 'nodejs22.x' }, 'InvalidParameterValueException', /Value cobol at 'runtime'/],
      [{ Handler: 'handler' }, 'InvalidParameterValueException', /not of the form file\.function/],
      [{ FunctionName: 'a b' }, 'ValidationException', /'functionName'/],
      [{ Code: { ZipFile: Buffer.from('no zip') } }, 'InvalidParameterValueException', /Could not unzip/],
      [
        { Code: { ZipFile: zipOf({ '../evil.mjs': '' }) } },
        'InvalidParameterValueException',
        /outside of its own folder/,
      ],
      [{ Code: {} }, 'InvalidParameterValueException', /provide a source/],
      [
        { Environment: { Variables: { AWS_REGION: 'x' } } },
        'InvalidParameterValueException',
        /reserved keys.*AWS_REGION$/,
      ],
    ]
    for (const [more, name, message] of bad) {
      await expect(create('export const handler = 1', more)).rejects.toMatchObject({
        name,
        message: expect.stringMatching(message) as string,
      })
    }
    expect((await client.send(new lambda.ListFunctionsCommand({}))).Functions).toEqual([])
  })

  test('of an event that is no JSON', async () => {
    await create('export const handler = async () => 1')
    const Payload = Buffer.from('{oops')
    await expect(invoke({}, { Payload })).rejects.toMatchObject({ name: 'InvalidRequestContentException' })
  })
})

test('configuration, policy and tags change, and lists page', async () => {
  await create('export const handler = async () => process.env.MODE ?? "none"', { Tags: { team: 'a' } })
  await create('export const handler = async () => 1', { FunctionName: 'another' })
  const { RevisionId } = await client.send(
    new lambda.UpdateFunctionConfigurationCommand({
      FunctionName: 'hook',
      Environment: { Variables: { MODE: 'new' } },
      Timeout: 9,
    }),
  )
  expect((await invoke({})).result).toBe('new')
  await expect(
    client.send(
      new lambda.UpdateFunctionConfigurationCommand({ FunctionName: 'hook', RevisionId: 'old', Timeout: 1 }),
    ),
  ).rejects.toMatchObject({ name: 'PreconditionFailedException' })
  const permission = {
    ...{ FunctionName: 'hook', StatementId: 's', Action: 'lambda:InvokeFunction' },
    ...{ Principal: 'events.amazonaws.com', SourceArn: 'arn:aws:events:eu-west-1:1:rule/r' },
  }
  await client.send(new lambda.AddPermissionCommand(permission))
  await expect(client.send(new lambda.AddPermissionCommand(permission))).rejects.toMatchObject({
    name: 'ResourceConflictException',
  })
  const { Policy } = await client.send(new lambda.GetPolicyCommand({ FunctionName: 'hook' }))
  expect(JSON.parse(Policy ?? '')).toMatchObject({
    Statement: [
      { Sid: 's', Principal: { Service: 'events.amazonaws.com' }, Condition: { ArnLike: expect.anything() } },
    ],
  })
  await client.send(new lambda.RemovePermissionCommand({ FunctionName: 'hook', StatementId: 's' }))
  const { Configuration } = await client.send(new lambda.GetFunctionCommand({ FunctionName: 'hook' }))
  expect(Configuration).toMatchObject({ Timeout: 9, RevisionId, State: 'Active' })
  const Resource = Configuration?.FunctionArn ?? ''
  await client.send(new lambda.TagResourceCommand({ Resource, Tags: { stage: 'b' } }))
  await client.send(new lambda.UntagResourceCommand({ Resource, TagKeys: ['team'] }))
  expect((await client.send(new lambda.ListTagsCommand({ Resource }))).Tags).toEqual({ stage: 'b' })
  const names: string[] = []
  for await (const page of lambda.paginateListFunctions({ client, pageSize: 1 }, {})) {
    names.push(...(page.Functions ?? []).map(({ FunctionName }) => FunctionName ?? ''))
  }
  expect(names).toEqual(['another', 'hook'])
  await client.send(new lambda.DeleteFunctionCommand({ FunctionName: 'hook' }))
  await expect(invoke({})).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
})
