import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProcessRuntime } from '../../runtime/process.ts'
import { PullError, type RegistryCredentials, type Runtime } from '../../runtime/runtime.ts'
import type { RunningSandbox } from '../../start.ts'
import { parseImageName } from './image-name.ts'
import { engineImage, pullImage } from './pull-image.ts'
import {
  call,
  newRepository,
  openAccount,
  pushImage,
  REGION,
  startTestSandbox,
  type TestRegistry,
} from './testing/test-registry.ts'

let running: RunningSandbox
let registry: TestRegistry
let iam: IAMClient
let digest: string
let image: string

/** An engine that has every image it is asked for. */
class Engine {
  asked: { image: string; credentials: RegistryCredentials | undefined }[] = []

  pull(name: string, credentials?: RegistryCredentials) {
    this.asked.push({ image: name, credentials })
    return Promise.resolve({ digest: 'sha256:of-the-engine' })
  }
}

beforeAll(async () => {
  running = await startTestSandbox()
  registry = await openAccount(running)
  iam = new IAMClient(registry.settings)
  const base = await newRepository(registry, 'team/web')
  digest = await pushImage(registry, base, '1', ['config', 'layer'])
  image = `127.0.0.1:${running.port}/${registry.accountId}/${REGION}/team/web:1`
})
afterAll(() => running.close())

async function role(RoleName: string): Promise<string> {
  const trust = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
  }
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] })
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))
  return Role?.Arn ?? ''
}

function allow(RoleName: string, Action: string): Promise<unknown> {
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
  })
  return iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName: Action.replace(':', '-'), PolicyDocument }),
  )
}

const pull = (
  executionRoleArn: string | undefined,
  name = image,
  engine: Pick<Runtime, 'pull'> = new Engine(),
) => pullImage(running.sandbox, engine, { image: name, taskId: 'f00', executionRoleArn })

test('an image’s name says account, region, repository, tag and digest', () => {
  const place = { accountId: '111122223333', region: 'eu-west-1' }
  const names: [string, object | undefined][] = [
    ['111122223333.dkr.ecr.eu-west-1.amazonaws.com/web', { ...place, repositoryName: 'web', tag: 'latest' }],
    ['127.0.0.1:4566/111122223333/eu-west-1/a/b:1', { ...place, repositoryName: 'a/b', tag: '1' }],
    [
      'localhost:80/111122223333/eu-west-1/web@sha256:0',
      { ...place, repositoryName: 'web', digest: 'sha256:0' },
    ],
    [
      'localhost:80/111122223333/eu-west-1/web:1@sha256:0',
      { ...place, repositoryName: 'web', digest: 'sha256:0' },
    ],
    ['public.ecr.aws/slipway/web:1', undefined],
    ['127.0.0.1:5000/web:1', undefined],
    ['nginx', undefined],
  ]
  for (const [name, parsed] of names) expect(parseImageName(name)).toEqual(parsed)
})

test('the engine is told the image’s digest, and gets a password that is good for it', async () => {
  const executionRoleArn = await role('execution')
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'execution', PolicyArn }))
  const engine = new Engine()
  expect(await pull(executionRoleArn, image, engine)).toEqual({ digest })
  const onAws = `${registry.accountId}.dkr.ecr.${REGION}.amazonaws.com/team/web:1`
  expect(await pull(executionRoleArn, onAws, engine)).toEqual({ digest })
  const reference = image.replace(/:1$/, `@${digest}`)
  expect(engine.asked.map(asked => asked.image)).toEqual([reference, reference])
  expect(engineImage(running.sandbox, onAws, digest)).toBe(reference)
  const { username, password } = engine.asked[0]?.credentials ?? { username: '', password: '' }
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const base = `/v2/${registry.accountId}/${REGION}/team/web`
  expect((await call({ running, authorization }, 'GET', `${base}/manifests/1`)).status).toBe(200)
  // It is the execution role's, which may not push.
  expect((await call({ running, authorization }, 'POST', `${base}/blobs/uploads/`)).error).toMatch(
    /^DENIED: User: arn:aws:sts::\d+:assumed-role\/execution\/f00 is not authorized to perform: ecr:InitiateLayerUpload/,
  )
})

test('an execution role without a permission stops the task in AWS’s words', async () => {
  const executionRoleArn = await role('poor')
  await expect(pull(executionRoleArn)).rejects.toThrow(
    /^ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time\(s\): AccessDeniedException: User: arn:aws:sts::\d+:assumed-role\/poor\/f00 is not authorized to perform: ecr:GetAuthorizationToken on resource: \* because no identity-based policy allows the ecr:GetAuthorizationToken action/,
  )
  await allow('poor', 'ecr:GetAuthorizationToken')
  await expect(pull(executionRoleArn)).rejects.toThrow(
    `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: pulling from host ${registry.accountId}.dkr.ecr.${REGION}.amazonaws.com failed with status code [manifests 1]: 403 Forbidden`,
  )
  await allow('poor', 'ecr:BatchGetImage')
  await expect(pull(executionRoleArn)).rejects.toThrow(/^CannotPullContainerError: .*403 Forbidden$/)
  await allow('poor', 'ecr:GetDownloadUrlForLayer')
  await expect(pull(executionRoleArn)).resolves.toEqual({ digest })
})

test('what is not in the registry is not found, whatever the engine has', async () => {
  for (const name of [
    image.replace(/1$/, '2'),
    image.replace('team/', ''),
    `${image}@sha256:${'0'.repeat(64)}`,
  ]) {
    await expect(pull(undefined, name)).rejects.toThrow(
      `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${name}: not found`,
    )
  }
  // Other registries, and accounts that are not here, are the engine's own business.
  const engine = new Engine()
  await pull(undefined, 'nginx', engine)
  await pull(undefined, '999999999999.dkr.ecr.eu-west-1.amazonaws.com/web', engine)
  expect(engine.asked.map(asked => asked.image)).toEqual([
    'nginx',
    '999999999999.dkr.ecr.eu-west-1.amazonaws.com/web',
  ])
})

test('without an engine it says what to install, and with one that fails, why', async () => {
  const options = { dataDir: running.sandbox.config.dataDir, id: 'x', catalogue: { images: [] } }
  const refused = pull(undefined, image, new ProcessRuntime(options))
  await expect(refused).rejects.toMatchObject({
    message: expect.stringMatching(/^CannotPullContainerError/) as string,
    advice: `No container engine answers on this machine, so only these images can run: none. Install and start Docker Engine to run ${image}.`,
  })
  const failing = {
    pull: (name: string) => Promise.reject(new PullError(name, '', new Error('connection refused'))),
  }
  await expect(pull(undefined, image, failing)).rejects.toMatchObject({
    advice: `The image is in the practice account's registry, but Docker Engine could not pull it from 127.0.0.1:${running.port}: connection refused`,
  })
})
