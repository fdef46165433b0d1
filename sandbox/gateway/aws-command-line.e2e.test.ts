import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../start.ts'
import type { AccountKey } from './accounts.ts'

const installed = spawnSync('aws', ['--version']).status === 0
if (!installed && process.env['CI'] === 'true')
  throw new Error('CI needs the aws command line; Debian and Ubuntu have it as awscli.')
const title = installed
  ? 'the real aws command line'
  : 'the real aws command line: skipped, as there is none on this machine (Debian and Ubuntu: apt-get install awscli)'

describe.skipIf(!installed)(title, () => {
  let running: RunningSandbox
  let key: AccountKey
  let home: string

  beforeAll(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'aws-home-'))
    running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
    key = running.createAccount()
  })
  afterAll(async () => {
    await running.close()
    rmSync(home, { recursive: true })
  })

  /** Runs `aws …`, and answers what it printed and its exit status. */
  function aws(
    line: string,
    env: Record<string, string> = {},
  ): Promise<{ status: number; stdout: string; stderr: string }> {
    const environment = {
      PATH: process.env['PATH'],
      HOME: home,
      PYENV_VERSION: process.env['PYENV_VERSION'],
      AWS_ACCESS_KEY_ID: key.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_PAGER: '',
      ...env,
    }
    const parameters = [
      '--endpoint-url',
      running.endpoint,
      '--output',
      'json',
      ...(line.match(/'[^']*'|\S+/g) ?? []),
    ]
    return new Promise(resolve => {
      const unquoted = parameters.map(parameter => parameter.replace(/^'|'$/g, ''))
      execFile('aws', unquoted, { env: environment }, (error, stdout, stderr) => {
        resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
      })
    })
  }

  async function json(line: string): Promise<Record<string, unknown>> {
    const { status, stdout, stderr } = await aws(line)
    if (status !== 0) throw new Error(stderr)
    return (stdout ? JSON.parse(stdout) : {}) as Record<string, unknown>
  }

  test('asks in awsQuery', async () => {
    expect(await json('sts get-caller-identity')).toEqual({
      UserId: expect.stringMatching(/^AIDA/) as string,
      Account: key.accountId,
      Arn: `arn:aws:iam::${key.accountId}:user/learner`,
    })
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    }
    await json(
      `iam create-role --role-name web --assume-role-policy-document '${JSON.stringify(trust)}' --tags Key=slipway-lab,Value=040`,
    )
    expect(await json('iam get-role --role-name web')).toMatchObject({
      Role: {
        RoleName: 'web',
        AssumeRolePolicyDocument: trust,
        Tags: [{ Key: 'slipway-lab', Value: '040' }],
      },
    })
  })

  test('asks in ec2Query, lists and filters included', async () => {
    const tags = 'ResourceType=security-group,Tags=[{Key=slipway-lab,Value=040},{Key=Name,Value=web}]'
    const { GroupId } = await json(
      `ec2 create-security-group --group-name web --description web --tag-specifications '${tags}'`,
    )
    const found = await json(
      'ec2 describe-security-groups --filters Name=tag:slipway-lab,Values=040,050 Name=group-name,Values=web',
    )
    expect(found).toMatchObject({ SecurityGroups: [{ GroupId, GroupName: 'web' }] })
  })

  test('asks in awsJson', async () => {
    const { cluster } = await json('ecs create-cluster --cluster-name lab --tags key=slipway-lab,value=040')
    expect(cluster).toMatchObject({ clusterName: 'lab', status: 'ACTIVE' })
    const { ResourceTagMappingList } = await json(
      'resourcegroupstaggingapi get-resources --resource-type-filters ecs --tag-filters Key=slipway-lab,Values=040',
    )
    expect(ResourceTagMappingList).toEqual([
      {
        ResourceARN: `arn:aws:ecs:eu-west-1:${key.accountId}:cluster/lab`,
        Tags: [{ Key: 'slipway-lab', Value: '040' }],
      },
    ])
  })

  test('prints errors with their codes, and exits as with AWS', async () => {
    const absent = await aws('iam get-role --role-name absent')
    expect(absent.status).toBeGreaterThan(0)
    expect(absent.stderr).toContain(
      'An error occurred (NoSuchEntity) when calling the GetRole operation: The role with name absent cannot be found.',
    )
    const missing = await aws('iam upload-signing-certificate --certificate-body x')
    expect(missing.stderr).toContain(
      'An error occurred (NotImplemented) when calling the UploadSigningCertificate operation',
    )
    const wrong = await aws('sts get-caller-identity', { AWS_SECRET_ACCESS_KEY: 'wrong' })
    expect(wrong.stderr).toContain('An error occurred (SignatureDoesNotMatch)')
  })
})
