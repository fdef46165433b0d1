import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../start.ts'
import { CATALOGUE, until } from '../ecs/testing/test-lab.ts'
import { inventory } from './testing/inventory.ts'

/* The cdk command line as it is, with nothing but AWS_ENDPOINT_URL and a key. */

const run = promisify(execFile)
const CDK = path.join(import.meta.dirname, '../../../node_modules/aws-cdk/bin/cdk')
const APP = path.join(import.meta.dirname, 'testing/cdk-app.mjs')
const folder = mkdtempSync(path.join(tmpdir(), 'cdk-'))
/** Each call of the command line takes some seconds of a processor, and many times that on a busy machine. */
const BOUND_MS = 600_000

let running: RunningSandbox
let env: NodeJS.ProcessEnv
let config: {
  endpoint: string
  region: string
  credentials: { accountId: string; accessKeyId: string; secretAccessKey: string }
}

beforeAll(async () => {
  running = await startSandbox({
    dataDir: ':memory:',
    runtime: 'process',
    logLevel: 'silent',
    catalogue: CATALOGUE,
  })
  const key = running.createAccount()
  running.sandbox.clock.setScale(key.accountId, 100)
  config = { endpoint: running.endpoint, region: 'eu-west-1', credentials: key }
  env = {
    ...{
      PATH: process.env.PATH,
      HOME: folder,
      CDK_HOME: folder,
      CI: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    },
    ...{ AWS_ENDPOINT_URL: running.endpoint, AWS_REGION: 'eu-west-1' },
    ...{ AWS_ACCESS_KEY_ID: key.accessKeyId, AWS_SECRET_ACCESS_KEY: key.secretAccessKey },
  }
  await Promise.all([
    run(process.execPath, [APP, folder], { env }),
    cdk('bootstrap', `aws://${key.accountId}/eu-west-1`),
  ])
}, BOUND_MS)
afterAll(async () => {
  await running.close()
  rmSync(folder, { recursive: true, force: true })
})

async function cdk(...parameters: string[]): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, [CDK, ...parameters, '--no-notices'], {
    env,
    cwd: folder,
  })
  return stdout + stderr
}
const deploy = (form: string) =>
  cdk('deploy', '--all', '--app', form, '--require-approval', 'never', '--method', 'change-set')

/** All that the account holds, without what CloudFormation remembers, what was uploaded for it, and who was whom for a while. */
function holdings(): string {
  return running.sandbox.store
    .exportAccount(config.credentials.accountId)
    .filter(({ kind }) => !/^(cloudformation|sts|s3|ecr|logs:(?!group)|account)/.test(kind))
    .map(document => JSON.stringify(document))
    .sort()
    .join('\n')
}
const groups = async () => {
  const { logGroups = [] } = await new CloudWatchLogsClient(config).send(new DescribeLogGroupsCommand({}))
  return logGroups.map(({ logGroupName, retentionInDays }) => [logGroupName, retentionInDays])
}

test(
  'deploys, differs in nothing, changes, replaces, rolls back and destroys',
  { timeout: BOUND_MS },
  async () => {
    expect(await deploy('first')).toContain('Data.Name = data-bucket')
    expect(await groups()).toEqual([
      ['/app/kept', 1],
      ['/app/one', 731],
    ])
    await cdk('diff', '--all', '--app', 'first', '--fail')

    // One group is changed as it is, the other is replaced by one of another name.
    await deploy('changed')
    expect(await groups()).toEqual([
      ['/app/kept', 3],
      ['/app/two', 731],
    ])

    await new SSMClient(config).send(
      new PutParameterCommand({ Name: '/app/taken', Type: 'String', Value: 'mine' }),
    )
    const before = holdings()
    await expect(deploy('failing')).rejects.toThrow(/ParameterTaken|already exists/)
    const { Stacks = [] } = await new CloudFormationClient(config).send(
      new DescribeStacksCommand({ StackName: 'Uses' }),
    )
    expect(Stacks[0]?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
    expect(holdings()).toBe(before)

    await cdk('destroy', '--all', '--app', 'failing', '--force')
    expect(await groups()).toEqual([])
  },
)

test(
  'makes the Fargate services of CDK’s patterns, each answers, hot swaps an image, and leaves nothing',
  { timeout: BOUND_MS },
  async () => {
    const client = new CloudFormationClient(config)
    // What the command line uploads and registers by itself stays, as on AWS.
    const held = () =>
      inventory(running, config.credentials.accountId).filter(
        line => !/ (s3:|ecs:task-definition )/.test(line),
      )
    // An account's own network is made when EC2 is asked first.
    await new EC2Client(config).send(new DescribeVpcsCommand({}))
    const before = held()
    await deploy('pattern')
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: 'Pattern' }))
    const outputs = Stacks[0]?.Outputs ?? []
    const names = outputs.flatMap(({ OutputKey, OutputValue = '' }) =>
      OutputKey?.includes('LoadBalancerDNS') ? [OutputValue] : [],
    )
    expect(names).toHaveLength(4)
    const answer = async (name: string) =>
      (await run('curl', ['-s', '-x', running.endpoint, `http://${name}/`])).stdout
    for (const name of names) expect(await answer(name)).toContain('Version 1')

    const swap = ['--app', 'pattern-changed', '--require-approval', 'never', '--hotswap']
    expect(await cdk('deploy', 'Pattern', ...swap)).toContain('hotswapped')
    for (const name of names)
      await until(
        () => answer(name),
        text => text.includes('Version 2'),
        BOUND_MS,
      )

    await client.send(new DeleteStackCommand({ StackName: 'Pattern' }))
    const gone = await until(
      () => client.send(new DescribeStacksCommand({ StackName: Stacks[0]?.StackId })),
      shown => !shown.Stacks?.[0]?.StackStatus?.endsWith('IN_PROGRESS'),
      BOUND_MS,
    )
    expect(gone.Stacks?.[0]?.StackStatus).toBe('DELETE_COMPLETE')
    expect(held()).toEqual(before)
  },
)
