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
import { type CdkCaller, cdk } from '../../testing/cdk-command-line.ts'
import { CATALOGUE, until } from '../ecs/testing/test-lab.ts'
import { inventory } from './testing/inventory.ts'

/* The cdk command line as it is, with nothing but AWS_ENDPOINT_URL and a key. */

const run = promisify(execFile)
const APP = path.join(import.meta.dirname, 'testing/cdk-app.mjs')
const folder = mkdtempSync(path.join(tmpdir(), 'cdk-'))
/** Each call of the command line takes some seconds of a processor, and many times that on a busy machine. */
const BOUND_MS = 600_000

let running: RunningSandbox
let caller: CdkCaller
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
  caller = { ...key, endpoint: running.endpoint, folder }
  await Promise.all([
    run(process.execPath, [APP, folder]),
    cdk(caller, ['bootstrap', `aws://${key.accountId}/eu-west-1`]),
  ])
}, BOUND_MS)
afterAll(async () => {
  await running.close()
  rmSync(folder, { recursive: true, force: true })
})

const deploy = (form: string) =>
  cdk(caller, [
    ...['deploy', '--all', '--app', form, '--require-approval', 'never', '--method', 'change-set'],
  ])

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
    await cdk(caller, ['diff', '--all', '--app', 'first', '--fail'])

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

    await cdk(caller, ['destroy', '--all', '--app', 'failing', '--force'])
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
    expect(await cdk(caller, ['deploy', 'Pattern', ...swap])).toContain('hotswapped')
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
