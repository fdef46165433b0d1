import {
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge'
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutResourcePolicyCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { ListBuildsForProjectCommand } from '@aws-sdk/client-codebuild'
import {
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../start.ts'
import { LOG_POLICY } from '../events/testing/log-policy.ts'
import { buildSpec, openBuildLab, type BuildLab } from './testing/build-lab.ts'

let running: RunningSandbox
let lab: BuildLab
let events: EventBridgeClient
let logs: CloudWatchLogsClient

beforeAll(async () => {
  running = await startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent' })
  lab = await openBuildLab(running)
  events = new EventBridgeClient(lab.config)
  logs = new CloudWatchLogsClient(lab.config)
})
afterAll(() => running.close())

async function rule(Name: string, pattern: object, target: Omit<Target, 'Id'>) {
  await events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }))
  await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'target', ...target }] }))
}

test('an object that comes starts a build of its version, whose states are told in turn', async () => {
  const { bucket: Bucket } = lab
  const VersioningConfiguration = { Status: 'Enabled' } as const
  await lab.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }))
  const NotificationConfiguration = { EventBridgeConfiguration: {} }
  await lab.s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }))
  const spec = buildSpec(['echo "version $CODEBUILD_SOURCE_VERSION by $CODEBUILD_INITIATOR"'])
  await lab.createProject({ source: { type: 'S3', location: `${Bucket}/source.zip` } })
  await logs.send(new CreateLogGroupCommand({ logGroupName: '/events' }))
  await logs.send(new PutResourcePolicyCommand(LOG_POLICY))
  const group = `arn:aws:logs:eu-west-1:${lab.accountId}:log-group:/events`
  await rule('states', { source: ['aws.codebuild'] }, { Arn: group })
  await rule(
    'pushed',
    { source: ['aws.s3'], 'detail-type': ['Object Created'], detail: { object: { key: ['source.zip'] } } },
    {
      Arn: `arn:aws:codebuild:eu-west-1:${lab.accountId}:project/app`,
      RoleArn: await lab.createRole('starter', ['codebuild:StartBuild'], 'events.amazonaws.com'),
      InputTransformer: {
        InputPathsMap: { version: '$.detail.object.version-id' },
        InputTemplate: '{"sourceVersion": <version>}',
      },
    },
  )

  await lab.s3.send(new PutObjectCommand({ Bucket, Key: 'other.zip', Body: 'x' }))
  await lab.putSource({ 'buildspec.yml': spec })
  const newest = async () => {
    const { ids } = await lab.codebuild.send(new ListBuildsForProjectCommand({ projectName: 'app' }))
    return ids ?? []
  }
  await expect.poll(newest, { timeout: 10_000 }).toHaveLength(1)
  const [id = ''] = await newest()
  const build = await lab.waitFor(id)
  expect(build).toMatchObject({
    buildStatus: 'SUCCEEDED',
    initiator: 'rule/pushed',
    sourceVersion: expect.any(String) as string,
  })
  expect(await lab.log(build)).toContain(`\nversion ${build.sourceVersion} by rule/pushed\n`)

  const told = async () => {
    const { events: lines = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/events' }))
    return lines.map(({ message = '' }) => {
      const { detail } = JSON.parse(message) as { detail: Record<string, string> }
      return detail['completed-phase'] ?? detail['build-status']
    })
  }
  await expect
    .poll(told, { timeout: 10_000 })
    .toEqual([
      ...['SUBMITTED', 'IN_PROGRESS', 'QUEUED', 'PROVISIONING', 'DOWNLOAD_SOURCE', 'INSTALL', 'PRE_BUILD'],
      ...['BUILD', 'POST_BUILD', 'UPLOAD_ARTIFACTS', 'FINALIZING', 'SUCCEEDED'],
    ])
})

test('a target needs a role, and a project’s name', async () => {
  await events.send(new PutRuleCommand({ Name: 'r', EventPattern: '{"source":["a"]}' }))
  const put = (target: Omit<Target, 'Id'>) =>
    events.send(new PutTargetsCommand({ Rule: 'r', Targets: [{ Id: 't', ...target }] }))
  const Arn = `arn:aws:codebuild:eu-west-1:${lab.accountId}:project/app`
  await expect(put({ Arn })).rejects.toMatchObject({ message: `RoleArn is required for target ${Arn}.` })
  await expect(put({ Arn: `${Arn}:1`, RoleArn: lab.roleArn })).rejects.toMatchObject({
    message: `Parameter ${Arn}:1 is not valid. Reason: Provided Arn is not in correct format.`,
  })
})
