import { existsSync, statSync } from 'node:fs'
import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import { registerTaskDefinition } from './operations/register-task-definition.ts'
import { runTask } from './operations/run-task.ts'
import { stopTask } from './operations/stop-task.ts'
import { FakeAccount } from './testing/fake-account.ts'

const register = (account: FakeAccount, request: Partial<RegisterTaskDefinitionRequest>) =>
  account.call(registerTaskDefinition, {
    ...{ family: 'web', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] },
    ...{ cpu: '256', memory: '512' },
    containerDefinitions: [{ name: 'web', image: 'web:1' }],
    ...request,
  })

test('containers of a task share a scratch volume, which goes with the task', async () => {
  const account = new FakeAccount()
  const mountPoints = [{ sourceVolume: 'data', containerPath: '/data' }]
  await register(account, {
    volumes: [{ name: 'data' }],
    containerDefinitions: [
      { name: 'web', image: 'web:1', mountPoints },
      { name: 'side', image: 'side:1', volumesFrom: [{ sourceContainer: 'web', readOnly: true }] },
    ],
  })
  await account.call(runTask, {
    ...{ cluster: 'lab', taskDefinition: 'web', launchType: 'FARGATE', count: 2 },
    networkConfiguration: account.network,
  })
  await account.pass(30)
  const running = account.runtime.running.sort((a, b) => (a.taskId < b.taskId ? -1 : 1))
  const mounts = running.map(({ plan }) => plan.mounts?.[0])
  expect(mounts.map(mount => [mount?.containerPath, mount?.readOnly])).toEqual([
    ['/data', false],
    ['/data', true],
    ['/data', false],
    ['/data', true],
  ])
  const sources = mounts.map(mount => mount?.source ?? '')
  expect(new Set(sources).size).toBe(2)
  expect(sources[0]).toBe(sources[1])
  expect(statSync(sources[0] ?? '').mode & 0o777).toBe(0o777)
  await account.call(stopTask, { cluster: 'lab', task: running[0]?.taskId ?? '' })
  await account.pass(30)
  expect(sources.map(source => existsSync(source))).toEqual([false, false, true, true])
})

const EFS = { fileSystemId: 'fs-0123456789abcdef0' }
const efs = (more: object) => ({ volumes: [{ name: 'v', efsVolumeConfiguration: { ...EFS, ...more } }] })
const web = (more: object) => ({ containerDefinitions: [{ name: 'web', image: 'web:1', ...more }] })

test.each<[string, Partial<RegisterTaskDefinitionRequest>, string]>([
  [
    'a volume that is not there',
    web({ mountPoints: [{ sourceVolume: 'x', containerPath: '/x' }] }),
    "Unknown volume 'x'.",
  ],
  ['two volumes of one name', { volumes: [{ name: 'v' }, { name: 'v' }] }, "Duplicate volume name 'v'."],
  [
    'a folder of the host on Fargate',
    { volumes: [{ name: 'v', host: { sourcePath: '/etc' } }] },
    'host.sourcePath should not be set for volumes in Fargate',
  ],
  ['a file system of no id', efs({ fileSystemId: 'x' }), 'Invalid EFS file system ID'],
  [
    'an access point without encryption',
    efs({ authorizationConfig: { accessPointId: 'fsap-1' } }),
    'transit encryption must be enabled',
  ],
  ['IAM without encryption', efs({ authorizationConfig: { iam: 'ENABLED' } }), 'transit encryption'],
  [
    'an access point and a folder',
    efs({
      ...{ transitEncryption: 'ENABLED', rootDirectory: '/a' },
      authorizationConfig: { accessPointId: 'fsap-1' },
    }),
    'rootDirectory',
  ],
  [
    'volumes of a container that is not there',
    web({ volumesFrom: [{ sourceContainer: 'x' }] }),
    "container 'x', which",
  ],
  ['privileged on Fargate', web({ privileged: true }), "do not support 'privileged'"],
  [
    'a capability on Fargate',
    web({ linuxParameters: { capabilities: { add: ['SYS_ADMIN'] } } }),
    'SYS_ADMIN',
  ],
  ['a ulimit on Fargate', web({ ulimits: [{ name: 'nproc', softLimit: 1, hardLimit: 1 }] }), 'nproc'],
  ['a long stopTimeout', web({ stopTimeout: 121 }), "Invalid 'stopTimeout' setting"],
  [
    'a short restart period',
    web({ restartPolicy: { enabled: true, restartAttemptPeriod: 59 } }),
    'between 60 and 1800',
  ],
  [
    'an environment file of another kind',
    web({ environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::b/x.txt' }] }),
    'ends in .env',
  ],
])('a task definition with %s is refused', async (_what, request, message) => {
  const refused = register(new FakeAccount(), request)
  await expect(refused).rejects.toMatchObject({ name: 'ClientException' })
  await expect(refused).rejects.toThrow(message)
})

test('volumes that the practice account does not have are refused by name', async () => {
  const volumes = [{ name: 'v', configuredAtLaunch: true }]
  await expect(register(new FakeAccount(), { volumes })).rejects.toMatchObject({
    name: 'NotImplemented',
    status: 501,
  })
})
