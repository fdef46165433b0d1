import { execFile, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureImages } from '../../../scripts/setup/images.ts'
import type { RunningSandbox } from '../../start.ts'
import { cdk, type CdkCaller } from '../../testing/cdk-command-line.ts'
import { newAccount, startTestSandbox, until } from '../ecs/testing/test-lab.ts'

/* Image assets: built by the real docker, pushed into the practice account's registry, and run from there. */

const run = promisify(execFile)
const ROOT = path.join(import.meta.dirname, '../../..')
const APP = path.join(import.meta.dirname, 'testing/asset-app.mjs')
/** Each call of cdk takes some seconds of a processor, and many times that on a busy machine. */
const BOUND_MS = 600_000
const engine = new Docker()
const possible =
  spawnSync('docker', ['--version']).status === 0 &&
  (await engine.ping().then(
    () => true,
    () => false,
  ))
if (!possible && process.env['CI'] === 'true') throw new Error('CI needs docker, and an engine that answers.')

const folder = mkdtempSync(path.join(tmpdir(), 'cdk-asset-'))
const source = path.join(folder, 'source')
let sandbox: RunningSandbox
let caller: CdkCaller

beforeAll(async () => {
  if (!possible) return
  await ensureImages(engine, ROOT, () => undefined)
  cpSync(path.join(ROOT, 'labs/020-push-to-ecr/starter'), source, { recursive: true })
  sandbox = await startTestSandbox({ runtime: 'docker', logLevel: 'silent' })
  const account = newAccount(sandbox, 100)
  caller = { ...account, folder }
  await cdk(caller, ['bootstrap', `aws://${account.accountId}/eu-west-1`])
}, BOUND_MS)

afterAll(async () => {
  if (sandbox) {
    await sandbox.close()
    const own = `127.0.0.1:${sandbox.port}/`
    const images = await engine.listImages()
    const built = images.filter(({ RepoTags }) => RepoTags?.some(tag => tag.startsWith(own)))
    for (const { Id } of built) await engine.getImage(Id).remove({ force: true })
  }
  rmSync(folder, { recursive: true, force: true })
}, BOUND_MS)

/** Deploys what lies in the source folder by now, and answers what its site says. */
async function deployed(greeting: string): Promise<string> {
  writeFileSync(path.join(source, 'page.txt'), greeting)
  await run(process.execPath, [APP, path.join(folder, 'out'), source])
  await cdk(caller, ['deploy', '--all', '--app', 'out', '--require-approval', 'never'])
  const client = new CloudFormationClient(sdkConfig())
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: 'Asset' }))
  const name = Stacks[0]?.Outputs?.find(({ OutputKey }) =>
    OutputKey?.includes('LoadBalancerDNS'),
  )?.OutputValue
  return until(
    async () => (await run('curl', ['-s', '-x', sandbox.endpoint, `http://${name}/`])).stdout,
    answer => answer.includes(greeting),
    BOUND_MS,
  )
}

function sdkConfig() {
  const { endpoint, accessKeyId, secretAccessKey } = caller
  return { endpoint, region: 'eu-west-1', credentials: { accessKeyId, secretAccessKey } }
}

test.skipIf(!possible)(
  'an image is built and pushed by cdk, and its tasks serve; a change of its files is a new image',
  { timeout: BOUND_MS },
  async () => {
    expect(await deployed('Built by docker, one')).toBe('Built by docker, one')
    expect(await deployed('Built by docker, two')).toBe('Built by docker, two')
    await cdk(caller, ['destroy', '--all', '--app', 'out', '--force'])
  },
)
