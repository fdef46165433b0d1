import { zipSync } from 'fflate'
import * as iam from '@aws-sdk/client-iam'
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
  role = await newRole()
})

const config = () => ({ endpoint: running.endpoint, region: 'eu-west-1', credentials: key, maxAttempts: 1 })

async function newRole() {
  const Statement = [
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ]
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement })
  const { Role } = await new iam.IAMClient(config()).send(
    new iam.CreateRoleCommand({ RoleName: 'hook', AssumeRolePolicyDocument }),
  )
  return Role?.Arn ?? ''
}

const answering = (text: string) => {
  const source = `export const handler = async (event, context) =>
    ['${text}', context.functionVersion, context.invokedFunctionArn.split(':').slice(6).join(':')]`
  return zipSync({ 'index.mjs': Buffer.from(source) })
}

async function create(more: Partial<lambda.CreateFunctionCommandInput> = {}) {
  await client.send(
    new lambda.CreateFunctionCommand({
      ...{ FunctionName: 'hook', Runtime: 'nodejs22.x', Handler: 'index.handler', Role: role },
      Code: { ZipFile: answering('one') },
      ...more,
    }),
  )
  await lambda.waitUntilFunctionActiveV2(
    { client, maxWaitTime: 10, minDelay: 1 },
    { FunctionName: more.FunctionName ?? 'hook' },
  )
}

async function invoke(more: Partial<lambda.InvokeCommandInput> = {}) {
  const answer = await client.send(new lambda.InvokeCommand({ FunctionName: 'hook', ...more }))
  return { ...answer, result: JSON.parse(Buffer.from(answer.Payload ?? []).toString()) as unknown }
}

describe('versions and aliases', () => {
  const change = (text: string, more: Partial<lambda.UpdateFunctionCodeCommandInput> = {}) =>
    client.send(
      new lambda.UpdateFunctionCodeCommand({ FunctionName: 'hook', ZipFile: answering(text), ...more }),
    )
  const refusal = (promise: Promise<unknown>) =>
    promise.then(
      () => 'none',
      (error: Error) => `${error.name}: ${error.message.replace(key.accountId, 'A')}`,
    )

  test('a version stays as it was, and an alias moves from one to the other', async () => {
    await create()
    const first = await client.send(new lambda.PublishVersionCommand({ FunctionName: 'hook' }))
    expect(first).toMatchObject({ Version: '1', FunctionArn: expect.stringMatching(/:hook:1$/) as string })
    expect(await client.send(new lambda.PublishVersionCommand({ FunctionName: 'hook' }))).toMatchObject({
      Version: '1',
    })
    expect(await change('two', { Publish: true })).toMatchObject({ Version: '2' })
    await change('three')
    const alias = { FunctionName: 'hook', Name: 'live' }
    await client.send(new lambda.CreateAliasCommand({ ...alias, FunctionVersion: '1' }))
    expect(await invoke({ Qualifier: 'live' })).toMatchObject({
      ...{ ExecutedVersion: '1', result: ['one', '1', 'hook:live'] },
    })
    await client.send(new lambda.UpdateAliasCommand({ ...alias, FunctionVersion: '2' }))
    expect((await invoke({ FunctionName: 'hook:live' })).result).toEqual(['two', '2', 'hook:live'])
    expect((await invoke({ Qualifier: '1' })).result).toEqual(['one', '1', 'hook:1'])
    expect((await invoke()).result).toEqual(['three', '$LATEST', 'hook'])
    const { Versions } = await client.send(new lambda.ListVersionsByFunctionCommand({ FunctionName: 'hook' }))
    expect(Versions?.map(({ Version }) => Version)).toEqual(['$LATEST', '1', '2'])
    const half = { AdditionalVersionWeights: { 1: 0.5 } }
    await client.send(new lambda.UpdateAliasCommand({ ...alias, RoutingConfig: half }))
    const seen = new Set<string | undefined>()
    for (let turn = 0; turn < 60 && seen.size < 2; turn++) {
      seen.add((await invoke({ Qualifier: 'live' })).ExecutedVersion)
    }
    expect(seen).toEqual(new Set(['1', '2']))
    const { Aliases } = await client.send(new lambda.ListAliasesCommand({ FunctionName: 'hook' }))
    expect(Aliases).toMatchObject([{ Name: 'live', FunctionVersion: '2', RoutingConfig: half }])
  })

  test('each has a policy of its own, and goes with its function', async () => {
    await create({ Publish: true })
    const alias = { FunctionName: 'hook', Name: 'live' }
    await client.send(new lambda.CreateAliasCommand({ ...alias, FunctionVersion: '1' }))
    const Qualifier = 'live'
    await client.send(
      new lambda.AddPermissionCommand({
        ...{ FunctionName: 'hook', Qualifier, StatementId: 's', Action: 'lambda:InvokeFunction' },
        Principal: 'events.amazonaws.com',
      }),
    )
    const { Policy } = await client.send(new lambda.GetPolicyCommand({ FunctionName: 'hook', Qualifier }))
    expect(Policy).toContain(':function:hook:live"')
    expect(await refusal(client.send(new lambda.GetPolicyCommand({ FunctionName: 'hook' })))).toBe(
      'ResourceNotFoundException: The resource you requested does not exist.',
    )
    const drop = (version: string) =>
      refusal(client.send(new lambda.DeleteFunctionCommand({ FunctionName: 'hook', Qualifier: version })))
    expect(await drop('1')).toMatch(/aliases reference it: \[live\]$/)
    await client.send(new lambda.DeleteAliasCommand(alias))
    expect(await drop('1')).toBe('none')
    expect(await drop('1')).toBe(
      'ResourceNotFoundException: Function not found: arn:aws:lambda:eu-west-1:A:function:hook:1',
    )
    expect(await refusal(client.send(new lambda.GetAliasCommand(alias)))).toBe(
      'ResourceNotFoundException: Cannot find alias arn: arn:aws:lambda:eu-west-1:A:function:hook:live',
    )
    await client.send(new lambda.DeleteFunctionCommand({ FunctionName: 'hook' }))
    await create({ Code: { ZipFile: answering('new') }, Publish: true })
    expect((await invoke({ Qualifier: '1' })).result).toEqual(['new', '1', 'hook:1'])
  })

  test('what is not so is refused', async () => {
    await create({ Publish: true })
    const name = (Name: string, FunctionVersion: string, RoutingConfig?: lambda.AliasRoutingConfiguration) =>
      refusal(
        client.send(
          new lambda.CreateAliasCommand({ FunctionName: 'hook', Name, FunctionVersion, RoutingConfig }),
        ),
      )
    expect(await name('12', '1')).toMatch(/^ValidationException.*'12' at 'name'/)
    expect(await name('live', '7')).toMatch(/^ResourceNotFoundException: Function not found: .*:hook:7$/)
    expect(await name('live', '$LATEST', { AdditionalVersionWeights: { 1: 0.1 } })).toMatch(/LATEST is not/)
    expect(await name('live', '1')).toBe('none')
    expect(await name('live', '1')).toMatch(/^ResourceConflictException: Alias already exists/)
    expect(await refusal(invoke({ FunctionName: 'hook:live', Qualifier: '1' }))).toMatch(/derived qualifier/)
    const layers = { FunctionName: 'other', Layers: ['arn:aws:lambda:eu-west-1:1:layer:l:1'] }
    expect(await refusal(create(layers))).toMatch(/^NotImplemented.*layers/)
  })
})
