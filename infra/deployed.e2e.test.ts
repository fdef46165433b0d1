import { randomBytes } from 'node:crypto'
import { S3 } from '@aws-sdk/client-s3'
import { STS } from '@aws-sdk/client-sts'
import { ECS } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildOnce } from '../reference-app/api/testing/app-process.ts'
import { findProgram } from '../scripts/setup/programs.ts'
import { DeployedInfra } from './testing/deployed-infra.ts'
import { DeployedSite } from './testing/deployed-site.ts'

/* The whole app by the cdk command line as it is, with nothing but AWS_ENDPOINT_URL and a key: from nothing to nothing. */

const possible = findProgram('mariadbd', 'mysqld') !== null && findProgram('aws') !== null
/** The most that a machine with much else to do may take; alone it is done in two minutes. */
const PATIENCE = 900_000
const EXTERNAL_ID = 'a-word-of-this-test'
const IMAGE = 'public.ecr.aws/slipway/uploads'
/** So few requests that a machine with much to do can send more. */
const CHOICES = { minTasks: 2, maxTasks: 3, requestsPerTask: 5 }

let infra: DeployedInfra
let site: DeployedSite
/** Folders of templates, synthesized once. */
let apps: { first: string; second: string; slow: string }
let bare: string[]
const files = [
  { name: 'in s3.bin', store: 's3', bytes: randomBytes(300_000) },
  { name: 'in efs.bin', store: 'file-system', bytes: randomBytes(200_000) },
]

beforeAll(async () => {
  if (!possible) return
  infra = await DeployedInfra.open()
  const learners = { learnerTrust: infra.accountId, learnerExternalId: EXTERNAL_ID }
  const [first, second, slow] = await Promise.all([
    infra.synth('first', { ...CHOICES, ...learners, image: `${IMAGE}:1` }),
    infra.synth('second', { ...CHOICES, image: `${IMAGE}:2`, retentionDays: 7 }),
    infra.synth('slow', { ...CHOICES, image: `${IMAGE}:3-slow`, retentionDays: 7 }),
    infra.cdk('bootstrap', `aws://${infra.accountId}/eu-west-1`),
    buildOnce(),
  ])
  apps = { first, second, slow }
  bare = await infra.inventory()
}, PATIENCE)
afterAll(() => infra?.close(), PATIENCE)

/** Each takes up where the one before left off. */
const step = (name: string, work: () => Promise<void>) =>
  test.skipIf(!possible && process.env['CI'] !== 'true')(name, { timeout: PATIENCE }, work)

step('all stacks are deployed, and the site keeps what a user uploads', async () => {
  await infra.deploy(apps.first)
  site = await DeployedSite.find(infra)
  await site.register('ada')
  for (const file of files) await site.upload(file)
  await site.expectFiles(files)
  const s3 = infra.client(S3)
  const { BucketName: Bucket } = await infra.outputs('uploads-data')
  const { Contents = [] } = await s3.listObjectsV2({ Bucket })
  expect(Contents.map(({ Key, Size }) => [Key?.split('/')[0], Size])).toEqual([['uploads', 300_000]])
  expect(infra.fileSizes('efs')).toContain(200_000)
})

step('what is deployed differs in nothing from the templates', async () => {
  expect(await infra.cdk('diff', '--all', '--app', apps.first, '--fail')).not.toContain('[+]')
})

step('the learners’ role is assumed with its word only, and may read what labs read', async () => {
  const { RoleArn } = await infra.outputs('uploads-learner-access')
  const assume = (ExternalId: string) =>
    infra.client(STS).assumeRole({ RoleArn, RoleSessionName: 'lab-runner', ExternalId })
  await expect(assume('another word for it')).rejects.toThrow(/not authorized to perform: sts:AssumeRole/)
  const { Credentials } = await assume(EXTERNAL_ID)
  const ecs = infra.client(ECS, {
    credentials: {
      accessKeyId: Credentials?.AccessKeyId,
      secretAccessKey: Credentials?.SecretAccessKey,
      sessionToken: Credentials?.SessionToken,
    },
  })
  expect((await ecs.listClusters({})).clusterArns).toEqual([expect.stringContaining('uploads-service')])
  await expect(ecs.deleteAccountSetting({ name: 'taskLongArnFormat' })).rejects.toThrow(/not authorized/)
})

step('a change in place keeps the physical id, a replacement has another', async () => {
  const look = async () => ({
    logs: await infra.physicalIds('uploads-service', 'AWS::Logs::LogGroup'),
    tasks: await infra.physicalIds('uploads-service', 'AWS::ECS::TaskDefinition'),
    retention: await site.retention(),
  })
  const before = await look()
  await infra.deploy(apps.second, 'Service')
  const after = await look()
  expect(after.logs).toEqual(before.logs)
  expect([before.retention, after.retention]).toEqual([30, 7])
  expect(after.tasks[0]).toMatch(/:2$/)
  expect(before.tasks[0]).toMatch(/:1$/)
})

step('under load it scales, and CodeDeploy brings the next version without losing a request', async () => {
  const answers = await site.underLoad(4, async () => {
    await site.runs(3)
    expect(await site.bring()).toMatchObject({ status: 'Succeeded' })
  })
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  // Never back: the first version has no visitor once the last has gone over.
  expect([answers.at(0)?.version, answers.at(-1)?.version]).toEqual(['1', '2'])
  expect(await site.scalingCauses()).toContainEqual(expect.stringMatching(/AlarmHigh.* in state ALARM/))
  await site.expectFiles(files)
})

step('a version that is too slow sets off an alarm, and CodeDeploy goes back', async () => {
  await infra.deploy(apps.slow, 'Service')
  let deployment: Awaited<ReturnType<DeployedSite['bring']>> | undefined
  const answers = await site.underLoad(10, async () => {
    deployment = await site.deployNewest()
  })
  expect(deployment).toMatchObject({ status: 'Stopped', errorInformation: { code: 'ALARM_ACTIVE' } })
  await site.wentBack(deployment?.rollbackInfo?.rollbackDeploymentId)
  expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  expect(answers.map(({ version }) => version)).toContain('3-slow')
  expect(await site.versions(20)).toEqual(['2'])
  await site.expectFiles(files)
})

step('destroying leaves what bootstrap made, and nothing else', async () => {
  await infra.cdk('destroy', '--all', '--app', apps.first, '--force')
  expect(await infra.inventory()).toEqual(bare)
})
