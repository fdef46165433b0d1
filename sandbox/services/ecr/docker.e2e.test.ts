import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Docker from 'dockerode'
import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr'
import { RunTaskCommand, StopTaskCommand, type Task } from '@aws-sdk/client-ecs'
import { AttachRolePolicyCommand, DetachRolePolicyCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ensureImages } from '../../../scripts/setup/images.ts'
import type { RunningSandbox } from '../../start.ts'
import {
  describeTask,
  networkOf,
  newAccount,
  openTestLab,
  registerWeb,
  startTestSandbox,
  type TestAccount,
  type TestLab,
  until,
} from '../ecs/testing/test-lab.ts'

const ROOT = new URL('../../../', import.meta.url).pathname
const WEB = 'public.ecr.aws/slipway/web:1'
const EXECUTION_POLICY = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'
const engine = new Docker()
const reason = !(await engine.ping().then(
  () => true,
  () => false,
))
  ? 'no container engine answers'
  : ['docker', 'aws'].find(program => spawnSync(program, ['--version']).error)?.concat(' is not installed')
if (reason && process.env['CI'] === 'true') throw new Error(`CI needs docker and aws: ${reason}.`)

function ignoreAbsent(error: { statusCode?: number }): void {
  if (error.statusCode !== 404) throw error as unknown as Error
}

describe.skipIf(reason)(reason ? `docker and ECR (skipped: ${reason})` : 'docker and ECR', () => {
  let sandbox: RunningSandbox
  let account: TestAccount
  let lab: TestLab
  let ecr: ECRClient
  let home: string

  beforeAll(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'docker-home-'))
    await ensureImages(engine, ROOT, () => undefined)
    sandbox = await startTestSandbox({ runtime: 'docker', logLevel: 'silent' })
    account = newAccount(sandbox, 30)
    lab = await openTestLab(account)
    ecr = new ECRClient({ endpoint: sandbox.endpoint, region: 'eu-west-1', credentials: account })
    const policy = { RoleName: 'execution', PolicyArn: EXECUTION_POLICY }
    await lab.clients.iam.send(new AttachRolePolicyCommand(policy))
  })
  afterAll(async () => {
    await sandbox.close()
    const own = `127.0.0.1:${sandbox.port}/`
    for (const { RepoTags, RepoDigests } of await engine.listImages()) {
      const names = [...(RepoTags ?? []), ...(RepoDigests ?? [])].filter(name => name.startsWith(own))
      // With its last tag goes the digest.
      for (const name of names) await engine.getImage(name).remove().catch(ignoreAbsent)
    }
    rmSync(home, { recursive: true })
  })

  async function repository(repositoryName: string, options: object = {}): Promise<string> {
    const made = await ecr.send(new CreateRepositoryCommand({ repositoryName, ...options }))
    return made.repository?.repositoryUri ?? ''
  }

  /** Runs a command line as a learner types it; answers all it printed, an error's text included. */
  function run(command: string, from: TestAccount = account): Promise<string> {
    const env = {
      PATH: process.env['PATH'],
      PYENV_VERSION: process.env['PYENV_VERSION'],
      HOME: home,
      DOCKER_BUILDKIT: '0',
      AWS_ACCESS_KEY_ID: from.accessKeyId,
      AWS_SECRET_ACCESS_KEY: from.secretAccessKey,
      AWS_DEFAULT_REGION: 'eu-west-1',
      ENDPOINT: sandbox.endpoint,
    }
    const text = `aws() { command aws --endpoint-url "$ENDPOINT" "$@"; }; ${command}`
    return new Promise(resolve => {
      execFile('bash', ['-c', text], { env, cwd: home }, (error, stdout, stderr) => {
        resolve(`${stdout}${stderr}${error ? `exit ${error.code}` : ''}`)
      })
    })
  }

  const login = (uri: string, from?: TestAccount) =>
    run(
      `aws ecr get-login-password | docker login --username AWS --password-stdin ${uri.split('/')[0]}`,
      from,
    )

  test('login, build, push and pull', async () => {
    const uri = await repository('team/hello')
    writeFileSync(path.join(home, 'hello.txt'), 'hello')
    writeFileSync(path.join(home, 'Dockerfile'), 'FROM scratch\nCOPY hello.txt /\nCMD ["/hello"]\n')
    expect(await run(`docker build -t ${uri}:1 .`)).toContain('Successfully tagged')
    expect(await run(`docker push ${uri}:1`)).toContain('no basic auth credentials')
    expect(await run(`docker login --username AWS --password wrong ${uri.split('/')[0]}`)).toMatch(
      /401 Unauthorized[^]*exit 1$/,
    )
    expect(await login(uri)).toContain('Login Succeeded')
    const pushed = await run(`docker push ${uri}:1`)
    const digest = /^1: digest: (sha256:[0-9a-f]{64}) size: \d+$/m.exec(pushed)?.[1]
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'team/hello' }))
    expect(imageDetails).toMatchObject([{ imageDigest: digest, imageTags: ['1'] }])
    const id = () => run(`docker image inspect --format '{{.Id}}' ${uri}:1`)
    const built = await id()
    await run(`docker rmi ${uri}:1 ${uri}@${digest}`)
    expect(await id()).toMatch(/exit 1$/)
    expect(await run(`docker pull ${uri}:1`)).toContain(`Digest: ${digest}`)
    expect(await id()).toBe(built)
    // Layers that are there already are not sent again, also not to another repository.
    expect(await run(`docker push ${uri}:1`)).toContain('Layer already exists')
    const other = await repository('team/other')
    expect(await run(`docker tag ${uri}:1 ${other}:1 && docker push ${other}:1`)).toContain('Mounted from')
  })

  test('docker prints what ECR says', async () => {
    const uri = await repository('strict', { imageTagMutability: 'IMMUTABLE' })
    await login(uri)
    await run(`docker tag ${WEB} ${uri}:1 && docker push ${uri}:1`)
    await run(`docker tag public.ecr.aws/slipway/web:2 ${uri}:1`)
    expect(await run(`docker push ${uri}:1`)).toContain(
      "tag invalid: The image tag '1' already exists in the 'strict' repository and cannot be overwritten because the tag is immutable.",
    )
    expect(await run(`docker pull ${uri}:9`)).toContain('manifest unknown: Requested image not found')
    expect(await run(`docker tag ${WEB} ${uri}-not:1 && docker push ${uri}-not:1`)).toContain(
      `name unknown: The repository with name 'strict-not' does not exist in the registry with id '${account.accountId}'`,
    )
    const stranger = newAccount(sandbox)
    await login(uri, stranger)
    expect(await run(`docker pull ${uri}:1`)).toMatch(
      /not authorized to perform: ecr:BatchGetImage on resource: arn:/,
    )
  })

  test('a task runs the image that was pushed, under either of its names', async () => {
    const uri = await repository('web')
    await login(uri)
    await run(`docker tag ${WEB} ${uri}:1 && docker push ${uri}:1 && docker rmi ${uri}:1`)
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName: 'web' }))
    const onAws = `${account.accountId}.dkr.ecr.eu-west-1.amazonaws.com/web:1`
    for (const image of [`${uri}:1`, onAws]) {
      const arn = await runTask(image)
      const task = await until(
        () => describeTask(lab, arn),
        ({ lastStatus }) => lastStatus === 'RUNNING' || lastStatus === 'STOPPED',
      )
      expect(task).toMatchObject({ lastStatus: 'RUNNING' })
      expect(task.containers?.[0]).toMatchObject({ image, imageDigest: imageDetails?.[0]?.imageDigest })
      await lab.clients.ecs.send(new StopTaskCommand({ cluster: 'lab', task: arn }))
    }
    // What was only built, and never pushed, is not in the registry, though this engine has it.
    await run(`docker tag ${WEB} ${uri}:built`)
    for (const image of [`${uri}:built`, `${uri}-absent:1`]) {
      expect((await ended(image)).stoppedReason).toBe(
        `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${image}: not found`,
      )
    }
    const policy = { RoleName: 'execution', PolicyArn: EXECUTION_POLICY }
    await lab.clients.iam.send(new DetachRolePolicyCommand(policy))
    expect((await ended(`${uri}:1`)).stoppedReason).toMatch(
      /^ResourceInitializationError: unable to pull secrets or registry auth: .*assumed-role\/execution\/[0-9a-f]{32} is not authorized to perform: ecr:GetAuthorizationToken on resource: \* because no identity-based policy allows/,
    )
  })

  async function runTask(image: string): Promise<string> {
    const taskDefinition = await registerWeb(lab, { family: 'pushed', image })
    const { tasks } = await lab.clients.ecs.send(
      new RunTaskCommand({
        ...{ cluster: 'lab', taskDefinition, launchType: 'FARGATE' },
        networkConfiguration: networkOf(lab),
      }),
    )
    return tasks?.[0]?.taskArn ?? ''
  }

  async function ended(image: string): Promise<Task> {
    const arn = await runTask(image)
    return until(
      () => describeTask(lab, arn),
      ({ lastStatus }) => lastStatus === 'STOPPED',
    )
  }
})
