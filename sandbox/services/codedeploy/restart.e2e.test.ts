import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { ContinueDeploymentCommand, GetDeploymentTargetCommand } from '@aws-sdk/client-codedeploy'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CATALOGUE, clientsOf, describeService, registerWeb, until } from '../ecs/testing/test-lab.ts'
import type { TestAccount } from '../ecs/testing/test-lab.ts'
import { appSpec } from './testing/app-spec-text.ts'
import { codedeployClient, deploy, getDeployment, openBlueGreenLab } from './testing/blue-green-lab.ts'

const SERVER = path.join(import.meta.dirname, '../../server.ts')

let home: string
let server: ChildProcess | undefined
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'practice-account-codedeploy-'))
  writeFileSync(path.join(home, 'catalogue.json'), JSON.stringify(CATALOGUE))
})
afterEach(() => {
  server?.kill('SIGKILL')
  for (const pid of tasksRunning()) process.kill(pid, 'SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

test('killed with -9 in each stage, the deployment carries on to its end', { timeout: 180_000 }, async () => {
  const account = await newServerAccount(await startServer())
  let lab = await openBlueGreenLab(account, {
    blueGreenDeploymentConfiguration: {
      terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
      deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 60 },
    },
  })
  const version2 = await registerWeb(lab, { image: 'public.ecr.aws/slipway/web:2' })
  const deploymentId = await deploy(lab, appSpec(version2), 'CodeDeployDefault.ECSCanary10Percent5Minutes')
  const target = async () => {
    const { deploymentTarget } = await lab.codedeploy.send(
      new GetDeploymentTargetCommand({ deploymentId, targetId: 'lab:web' }),
    )
    return deploymentTarget?.ecsTarget ?? {}
  }
  const hasBegun = (name: string) => async () => {
    const { lifecycleEvents } = await target()
    const event = lifecycleEvents?.find(({ lifecycleEventName }) => lifecycleEventName === name)
    return event !== undefined && event.status !== 'Pending'
  }
  const stages: (() => Promise<boolean | undefined>)[] = [
    hasBegun('Install'),
    async () => (await getDeployment(lab, deploymentId)).status === 'Ready',
    async () => {
      const { taskSetsInfo } = await target()
      return (taskSetsInfo?.at(-1)?.trafficWeight ?? 0) > 0
    },
    async () => (await getDeployment(lab, deploymentId)).instanceTerminationWaitTimeStarted,
  ]
  for (const [index, isReached] of stages.entries()) {
    await until(isReached, reached => reached === true)
    await killServer()
    const endpoint = await startServer()
    lab = {
      ...lab,
      clients: clientsOf(endpoint, account),
      codedeploy: codedeployClient(endpoint, account),
    }
    if (index === 1) await lab.codedeploy.send(new ContinueDeploymentCommand({ deploymentId }))
  }
  await until(
    () => getDeployment(lab, deploymentId),
    ({ status }) => status === 'Succeeded',
  )
  const service = await describeService(lab)
  expect(service).toMatchObject({ taskDefinition: version2, runningCount: 2 })
  expect(service.taskSets).toMatchObject([{ status: 'PRIMARY', externalId: deploymentId }])
  await until(
    () => Promise.resolve(tasksRunning()),
    pids => pids.length === 2,
  )
})

/** Starts the practice account as a process of its own; answers its endpoint. */
async function startServer(): Promise<string> {
  const env = {
    ...process.env,
    SANDBOX_PORT: '0',
    SLIPWAY_HOME: home,
    SANDBOX_CATALOGUE: path.join(home, 'catalogue.json'),
    SANDBOX_RUNTIME: 'process',
    LOG_LEVEL: 'warn',
  }
  server = spawn(process.execPath, [SERVER], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  if (!server.stdout) throw new Error('The server has no output.')
  for await (const line of createInterface({ input: server.stdout })) {
    const [, endpoint] = /^practice account ready (\S+)$/.exec(line) ?? []
    if (endpoint) return endpoint
  }
  throw new Error('The practice account ended before it was ready.')
}

function killServer(): Promise<void> {
  const ended = new Promise<void>(resolve => server?.once('exit', () => resolve()))
  server?.kill('SIGKILL')
  return ended
}

async function newServerAccount(endpoint: string): Promise<TestAccount> {
  const token = readFileSync(path.join(home, 'sandbox/admin-token'), 'utf8').trim()
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const send = async (method: string, route: string, body: object) => {
    const response = await fetch(`${endpoint}/_sandbox/accounts${route}`, {
      ...{ method, headers, body: JSON.stringify(body) },
    })
    return (await response.json()) as Omit<TestAccount, 'endpoint'>
  }
  const key = await send('POST', '', {})
  await send('PUT', `/${key.accountId}/clock`, { scale: 100 })
  return { ...key, endpoint }
}

/** Pids of the web servers that belong to this test's practice account. */
function tasksRunning(): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args=', 'e', '-ww'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return lines
    .split('\n')
    .filter(
      line => line.includes(`HOME=${home}/`) && line.includes('server.ts') && !line.includes('/bin/sh -c'),
    )
    .map(line => Number.parseInt(line, 10))
}
