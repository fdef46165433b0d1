import type { ContainerDefinition } from '@aws-sdk/client-ecs'
import { beforeEach, describe, expect, test } from 'vitest'
import { createVpcEndpoint } from '../ec2/operations/create-vpc-endpoint.ts'
import { revokeSecurityGroupEgress } from '../ec2/operations/revoke-security-group-egress.ts'
import { collections } from '../ec2/store.ts'
import { createLogGroup } from '../logs/operations/create-log-group.ts'
import { registerTaskDefinition } from './operations/register-task-definition.ts'
import { runTask } from './operations/run-task.ts'
import { FakeAccount } from './testing/fake-account.ts'

const PRIVATE_IMAGE = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:1'
const LOGGED = {
  logConfiguration: {
    logDriver: 'awslogs' as const,
    options: { 'awslogs-group': '/lab', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'web' },
  },
}

let account: FakeAccount
beforeEach(() => {
  account = new FakeAccount()
})

/** Runs `web` in a subnet of the default VPC, by default without a public address, for six minutes. */
async function run(assignPublicIp: 'ENABLED' | 'DISABLED' = 'DISABLED', seconds = 360) {
  const subnets = account.subnets.slice(0, 1)
  await account.call(runTask, {
    ...{ cluster: 'lab', taskDefinition: 'web', launchType: 'FARGATE' },
    networkConfiguration: { awsvpcConfiguration: { subnets, assignPublicIp } },
  })
  await account.pass(seconds)
  return account.tasks.at(-1)
}

/** On EC2-compatible definitions no execution role is asked for; they run on Fargate all the same when they fit. */
function register(container: Partial<ContainerDefinition>) {
  return account.call(registerTaskDefinition, {
    ...{ family: 'web', networkMode: 'awsvpc', cpu: '256', memory: '512' },
    containerDefinitions: [{ name: 'web', ...container }],
  })
}

async function endpoint(service: string, VpcEndpointType: 'Gateway' | 'Interface' = 'Interface') {
  const { vpcs, routeTables } = collections(account.scope)
  await account.call(createVpcEndpoint, {
    ...{ VpcId: vpcs.values()[0]?.VpcId, ServiceName: `com.amazonaws.eu-west-1.${service}`, VpcEndpointType },
    ...(VpcEndpointType === 'Gateway'
      ? { RouteTableIds: routeTables.values().map(({ RouteTableId }) => RouteTableId) }
      : { SubnetIds: account.subnets.slice(0, 1), PrivateDnsEnabled: true }),
  })
  await account.pass(120)
}

describe('a task of a public image', () => {
  test('runs with a public address, and tries for five minutes without one', async () => {
    await account.registerWeb()
    expect(await run('ENABLED', 30)).toMatchObject({ lastStatus: 'RUNNING' })
    const task = await run('DISABLED', 120)
    expect(task).toMatchObject({ lastStatus: 'PENDING' })
    await account.pass(240)
    const stoppedReason =
      'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref docker.io/library/web:1: failed to do request: Head "https://registry-1.docker.io/v2/library/web/manifests/1": dial tcp 52.95.116.115:443: i/o timeout'
    expect(task).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart', stoppedReason })
    expect(task?.containers[0]?.reason).toBe(stoppedReason)
  })

  test('is not let out by a security group without egress', async () => {
    await account.registerWeb()
    const group = collections(account.scope).securityGroups.values()[0]
    const IpPermissions = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]
    await account.call(revokeSecurityGroupEgress, { GroupId: group?.GroupId, IpPermissions })
    expect(await run('ENABLED')).toMatchObject({
      stoppedReason: expect.stringMatching(/^CannotPullContainerError: .*i\/o timeout$/) as string,
    })
  })
})

describe('a task of an ECR image without a public address', () => {
  test('needs both of ECR’s endpoints and S3’s, and starts when the last comes while it tries', async () => {
    await register({ image: PRIVATE_IMAGE })
    expect((await run())?.stoppedReason).toBe(
      'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. operation error ECR: GetAuthorizationToken, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "https://api.ecr.eu-west-1.amazonaws.com/": dial tcp 52.95.116.115:443: i/o timeout',
    )
    await endpoint('ecr.api')
    expect((await run())?.stoppedReason).toContain(
      `failed to resolve ref ${PRIVATE_IMAGE}: failed to do request: Head "https://111122223333.dkr.ecr.eu-west-1.amazonaws.com/v2/web/manifests/1": dial tcp`,
    )
    await endpoint('ecr.dkr')
    expect((await run())?.stoppedReason).toMatch(
      /^CannotPullContainerError: ref pull has been retried 5 time\(s\): failed to copy: httpReadSeeker: .*starport-layer-bucket\.s3\./,
    )
    const waiting = await run('DISABLED', 60)
    expect(waiting?.lastStatus).toBe('PENDING')
    await endpoint('s3', 'Gateway')
    expect(waiting?.lastStatus).toBe('RUNNING')
  })

  test('needs the endpoints of what its secrets come from', async () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-abcdef'
    const secrets = [`${arn}:password::`, '/colour'].map(valueFrom => ({ name: 'A', valueFrom }))
    await register({ image: PRIVATE_IMAGE, secrets })
    await endpoint('ecr.api')
    expect((await run())?.stoppedReason).toContain(
      `There is a connection issue between the task and AWS Secrets Manager. Check your task network configuration. failed to fetch secret ${arn} from secrets manager`,
    )
    await endpoint('secretsmanager')
    expect((await run())?.stoppedReason).toContain(
      "The task cannot pull secret '/colour' from AWS Systems Manager Parameter Store.",
    )
  })

  test('needs the endpoint of Logs when it logs', async () => {
    await account.call(createLogGroup, { logGroupName: '/lab' })
    await register({ image: PRIVATE_IMAGE, ...LOGGED })
    for (const service of ['ecr.api', 'ecr.dkr']) await endpoint(service)
    await endpoint('s3', 'Gateway')
    expect((await run())?.stoppedReason).toBe(
      'ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed',
    )
    await endpoint('logs')
    expect(await run('DISABLED', 60)).toMatchObject({ lastStatus: 'RUNNING' })
  })
})
