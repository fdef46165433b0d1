import { FilterLogEventsCommand, PutResourcePolicyCommand } from '@aws-sdk/client-cloudwatch-logs'
import { RegisterTaskDefinitionCommand, RunTaskCommand } from '@aws-sdk/client-ecs'
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge'
import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningSandbox } from '../../start.ts'
import { LOG_POLICY } from '../events/testing/log-policy.ts'
import { CATALOGUE, networkOf, newAccount, openTestLab, startTestSandbox, until } from './testing/test-lab.ts'
import type { TestLab } from './testing/test-lab.ts'

const REGION = 'eu-west-1'
let running: RunningSandbox
beforeAll(async () => {
  running = await startTestSandbox()
})
afterAll(() => running.close())

/** Lines of a log group. */
async function lines(lab: TestLab, logGroupName: string): Promise<string[]> {
  const { events } = await lab.clients.logs.send(new FilterLogEventsCommand({ logGroupName }))
  return (events ?? []).map(({ message = '' }) => message)
}

test('containers get secrets, parameters, files’ variables and each other’s files; EventBridge tells their end', async () => {
  const account = newAccount(running)
  const lab = await openTestLab(account)
  const config = { endpoint: account.endpoint, region: REGION, credentials: account }
  const s3 = new S3Client({ ...config, forcePathStyle: true })
  await s3.send(new CreateBucketCommand({ Bucket: 'settings' }))
  const Body = '# of the app\nFROM_FILE=file\nSHARED=file\n'
  await s3.send(new PutObjectCommand({ Bucket: 'settings', Key: 'app.env', Body }))
  const { ARN } = await new SecretsManagerClient(config).send(
    new CreateSecretCommand({ Name: 'db', SecretString: '{"password":"s3cret"}' }),
  )
  await new SSMClient(config).send(
    new PutParameterCommand({ Name: '/colour', Value: 'teal', Type: 'SecureString' }),
  )
  const Action = ['secretsmanager:GetSecretValue', 'ssm:GetParameters', 's3:GetObject']
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
  })
  await lab.clients.iam.send(
    new PutRolePolicyCommand({ RoleName: 'execution', PolicyName: 'read', PolicyDocument }),
  )
  await lab.clients.logs.send(new PutResourcePolicyCommand(LOG_POLICY))
  const events = new EventBridgeClient(config)
  const EventPattern = JSON.stringify({
    'detail-type': ['ECS Task State Change'],
    detail: { lastStatus: ['STOPPED'], stopCode: [{ prefix: 'Essential' }] },
  })
  await events.send(new PutRuleCommand({ Name: 'ended', EventPattern }))
  // In the group of the containers' lines, so that one question answers both.
  const Arn = `arn:aws:logs:${REGION}:${account.accountId}:log-group:/lab/web`
  await events.send(new PutTargetsCommand({ Rule: 'ended', Targets: [{ Id: 'logs', Arn }] }))

  const common = {
    image: `${CATALOGUE.images[0]?.name}:1`,
    entryPoint: ['node', '-e'],
    mountPoints: [{ sourceVolume: 'shared', containerPath: '/shared' }],
    logConfiguration: {
      logDriver: 'awslogs' as const,
      options: { 'awslogs-group': '/lab/web', 'awslogs-region': REGION, 'awslogs-stream-prefix': 'web' },
    },
  }
  const environment = [{ name: 'FOLDER', value: '/shared/files' }]
  const read = `const { PASSWORD, COLOUR, FROM_FILE, SHARED, FOLDER } = process.env
    const text = require('fs').readFileSync(FOLDER + '/a', 'utf8')
    console.log([PASSWORD, COLOUR, FROM_FILE, SHARED, text].join(' '))`
  await lab.clients.ecs.send(
    new RegisterTaskDefinitionCommand({
      ...{ family: 'inputs', networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] },
      ...{ cpu: '256', memory: '512', executionRoleArn: lab.executionRoleArn },
      volumes: [{ name: 'shared' }],
      containerDefinitions: [
        {
          ...{ ...common, name: 'writer', essential: false, environment },
          command: [
            "const f = require('fs'); f.mkdirSync(process.env.FOLDER); f.writeFileSync(process.env.FOLDER + '/a', 'written')",
          ],
        },
        {
          ...{ ...common, name: 'reader', command: [read] },
          dependsOn: [{ containerName: 'writer', condition: 'SUCCESS' }],
          environment: [...environment, { name: 'SHARED', value: 'definition' }],
          environmentFiles: [{ type: 's3', value: 'arn:aws:s3:::settings/app.env' }],
          secrets: [
            { name: 'PASSWORD', valueFrom: `${ARN}:password::` },
            { name: 'COLOUR', valueFrom: '/colour' },
          ],
        },
      ],
    }),
  )
  await lab.clients.ecs.send(
    new RunTaskCommand({
      ...{ cluster: 'lab', taskDefinition: 'inputs', launchType: 'FARGATE' },
      networkConfiguration: networkOf(lab),
    }),
  )
  const seen = await until(
    () => lines(lab, '/lab/web'),
    all => all.length >= 2,
  )
  expect(seen[0]).toBe('s3cret teal file definition written')
  expect(JSON.parse(seen[1] ?? '{}')).toMatchObject({
    source: 'aws.ecs',
    detail: {
      containers: [
        { name: 'writer', exitCode: 0 },
        { name: 'reader', exitCode: 0 },
      ],
    },
  })
}, 90_000)
