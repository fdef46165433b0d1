import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs'
import { expect, test } from 'vitest'
import { deleteTaskDefinitions } from './operations/delete-task-definitions.ts'
import { deregisterTaskDefinition } from './operations/deregister-task-definition.ts'
import { describeTaskDefinition } from './operations/describe-task-definition.ts'
import { listTaskDefinitions } from './operations/list-task-definitions.ts'
import { registerTaskDefinition } from './operations/register-task-definition.ts'
import { FakeAccount } from './testing/fake-account.ts'

const FARGATE: RegisterTaskDefinitionRequest = {
  ...{
    family: 'web',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    cpu: '256',
    memory: '512',
  },
  containerDefinitions: [{ name: 'web', image: 'web:1', portMappings: [{ containerPort: 80 }] }],
}

const container = (more: object) => ({ containerDefinitions: [{ name: 'web', image: 'web:1', ...more }] })
const LOGS = { logDriver: 'awslogs', options: { 'awslogs-group': 'g', 'awslogs-region': 'r' } }

test.each<[string, object, string]>([
  [
    'a size that Fargate does not have',
    { cpu: '256', memory: '4096' },
    'No Fargate configuration exists for given values.',
  ],
  ['no cpu', { cpu: undefined }, "Fargate requires that 'cpu' be defined at the task level."],
  ['bridge', { networkMode: 'bridge' }, "Fargate only supports network mode 'awsvpc'."],
  [
    'an ECR image without execution role',
    container({ image: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1' }),
    'Fargate requires task definition to have execution role ARN to support ECR images.',
  ],
  [
    'awslogs without execution role',
    container({ logConfiguration: LOGS }),
    'Fargate requires task definition to have execution role ARN to support log driver awslogs.',
  ],
  [
    'another host port',
    container({ portMappings: [{ containerPort: 80, hostPort: 8080 }] }),
    'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
  ],
  ['no image', container({ image: '' }), 'Container.image should not be null or empty.'],
  ['64 KB', container({ command: ['x'.repeat(65_536)] }), "Max allowed length is '65536' bytes."],
  [
    'a circle',
    container({ dependsOn: [{ containerName: 'web', condition: 'START' }] }),
    'in a circle: web -> web',
  ],
])('refuses %s', async (_case, change, message) => {
  const account = new FakeAccount()
  await expect(account.call(registerTaskDefinition, { ...FARGATE, ...change })).rejects.toMatchObject({
    name: 'ClientException',
    message: expect.stringContaining(message),
  })
})

test('keeps every field and adds AWS’s defaults', async () => {
  const account = new FakeAccount()
  const given = {
    ulimits: [{ name: 'nofile' as const, softLimit: 1, hardLimit: 2 }],
    dockerLabels: { a: 'b' },
  }
  const { taskDefinition, tags } = await account.call(registerTaskDefinition, {
    ...FARGATE,
    ...{ cpu: '.25 vCPU', memory: '0.5GB', tags: [{ key: 'slipway-lab', value: '040' }] },
    ...container({ ...given, portMappings: [{ containerPort: 80 }] }),
  })
  expect(taskDefinition).toMatchObject({
    ...{ revision: 1, status: 'ACTIVE', cpu: '256', memory: '512', compatibilities: ['EC2', 'FARGATE'] },
    ...{ volumes: [], placementConstraints: [] },
    containerDefinitions: [
      {
        ...given,
        portMappings: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }],
        ...{ essential: true, cpu: 0, environment: [], mountPoints: [], volumesFrom: [], systemControls: [] },
      },
    ],
  })
  expect(tags).toEqual([{ key: 'slipway-lab', value: '040' }])
})

test('revisions count on, also after deregistering and deleting', async () => {
  const account = new FakeAccount()
  await account.registerWeb()
  await account.registerWeb()
  await account.call(deregisterTaskDefinition, { taskDefinition: 'web:2' })
  const latest = await account.call(describeTaskDefinition, { taskDefinition: 'web' })
  expect(latest.taskDefinition?.revision).toBe(1)
  const deleted = await account.call(deleteTaskDefinitions, { taskDefinitions: ['web:1', 'web:2', 'web:9'] })
  expect(deleted.taskDefinitions?.map(({ revision, status }) => [revision, status])).toEqual([
    [2, 'DELETE_IN_PROGRESS'],
  ])
  expect(deleted.failures?.map(({ reason }) => reason)).toEqual(['ACTIVE', 'MISSING'])
  expect(await account.registerWeb()).toMatch(/:3$/)
  await expect(account.call(describeTaskDefinition, { taskDefinition: 'web:2' })).rejects.toThrow(
    'Unable to describe task definition.',
  )
})

test('lists in pages, in order of revision', async () => {
  const account = new FakeAccount()
  for (let count = 0; count < 12; count++) await account.registerWeb()
  const first = await account.call(listTaskDefinitions, { maxResults: 10 })
  const second = await account.call(listTaskDefinitions, { maxResults: 10, nextToken: first.nextToken })
  const revisions = [...(first.taskDefinitionArns ?? []), ...(second.taskDefinitionArns ?? [])].map(arn =>
    arn.split(':').at(-1),
  )
  expect(revisions).toEqual(Array.from({ length: 12 }, (_, index) => String(index + 1)))
  expect(second.nextToken).toBeUndefined()
  await expect(account.call(listTaskDefinitions, { nextToken: 'x' })).rejects.toThrow('Invalid token')
})
