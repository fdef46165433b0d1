import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { AuthorizeSecurityGroupIngressCommand, CreateSecurityGroupCommand } from '@aws-sdk/client-ec2'
import { DescribeVpcsCommand } from '@aws-sdk/client-ec2'
import { RegisterTaskDefinitionCommand, RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs'
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningSandbox } from '../../start.ts'
import {
  describeTask,
  networkOf,
  newAccount,
  openTestLab,
  startTestSandbox,
  until,
} from './testing/test-lab.ts'
import type { TestLab } from './testing/test-lab.ts'
import { engineAnswers, openToolImage, TOOL } from './testing/tool-image.ts'

/** What the program in the task is asked to do; it prints a line of JSON. */
type Job =
  | { do: 'describe' | 'list' | 'identity' | 'environment' }
  | { do: 'serve'; port: number }
  | { do: 'get'; url: string; timeoutMs?: number }

describe.each(['process', 'docker'] as const)('a task as %s', runtime => {
  const missing = runtime === 'docker' && !engineAnswers && process.env.CI !== 'true'
  let sandbox: RunningSandbox
  let lab: TestLab

  beforeAll(async () => {
    if (missing) return
    const catalogue = await openToolImage(runtime)
    sandbox = await startTestSandbox({ runtime, catalogue })
    lab = await openTestLab(newAccount(sandbox, 100))
    const trusting = (Service: string) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } }],
      })
    const { iam } = lab.clients
    const role = (RoleName: string, Service: string) =>
      iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trusting(Service) }))
    await role('reader', 'ecs-tasks.amazonaws.com')
    await role('lambda', 'lambda.amazonaws.com')
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'ecs:DescribeClusters', Resource: '*' }],
    })
    await iam.send(new PutRolePolicyCommand({ RoleName: 'reader', PolicyName: 'read', PolicyDocument }))
  })
  afterAll(() => sandbox?.close())

  test.skipIf(missing)(
    'with a task role may do what the role may, and is refused the rest by name',
    async () => {
      const arn = `arn:aws:sts::${lab.accountId}:assumed-role/reader/`
      const [identity, described, listed] = await Promise.all([
        run({ do: 'identity' }, 'reader'),
        run({ do: 'describe' }, 'reader'),
        run({ do: 'list' }, 'reader'),
      ])
      expect(identity.answer).toMatchObject({ Arn: `${arn}${identity.id}`, Account: lab.accountId })
      expect(described.answer).toMatchObject({ clusters: [{ clusterName: 'lab' }] })
      expect(listed.answer).toEqual({
        name: 'AccessDeniedException',
        message: `User: ${arn}${listed.id} is not authorized to perform: ecs:ListClusters on resource: * because no identity-based policy allows the ecs:ListClusters action`,
      })
    },
  )

  test.skipIf(missing)('without a task role has no credentials, and knows where AWS is', async () => {
    const [environment, described] = await Promise.all([run({ do: 'environment' }), run({ do: 'describe' })])
    expect(environment.answer).toMatchObject({
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: expect.any(String) as string,
    })
    expect(JSON.stringify(environment.answer)).not.toContain('CREDENTIALS')
    expect(described.answer).toMatchObject({ name: 'CredentialsProviderError' })
  })

  test.skipIf(missing)('does not start with a role that ECS may not assume', async () => {
    const arn = `arn:aws:iam::${lab.accountId}:role/lambda`
    await expect(run({ do: 'identity' }, 'lambda')).rejects.toMatchObject({
      name: 'ClientException',
      message: `ECS was unable to assume the role '${arn}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`,
    })
  })

  test.skipIf(missing)(
    'reaches another at its private address and name, if its security group lets it in',
    async () => {
      const { ec2, ecs } = lab.clients
      const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}))
      const group = { GroupName: 'server', Description: 'server', VpcId: Vpcs?.[0]?.VpcId }
      const { GroupId = '' } = await ec2.send(new CreateSecurityGroupCommand(group))
      const server = await start({ do: 'serve', port: 8080 }, undefined, GroupId)
      const task = await until(
        () => describeTask(lab, server),
        ({ lastStatus }) => lastStatus === 'RUNNING',
      )
      const detail = (name: string) => task.attachments?.[0]?.details?.find(one => one.name === name)?.value
      const url = `http://${detail('privateIPv4Address')}:8080/`
      const shut = await run({ do: 'get', url, timeoutMs: 3000 })
      expect(shut.answer).toMatchObject({
        cause: expect.stringMatching(/TIMEOUT|TIMEDOUT/) as string,
      })

      const own = {
        IpProtocol: 'tcp',
        FromPort: 8080,
        ToPort: 8081,
        UserIdGroupPairs: [{ GroupId: lab.securityGroup }],
      }
      await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [own] }))
      const [byAddress, byName, closed] = await Promise.all([
        run({ do: 'get', url }),
        run({
          do: 'get',
          url: `http://${detail('privateDnsName')}:8080/`,
        }),
        run({ do: 'get', url: url.replace('8080', '8081') }),
      ])
      expect(byAddress.answer).toEqual({ body: 'hello from 8080' })
      expect(byName.answer).toEqual({ body: 'hello from 8080' })
      expect(closed.answer).toMatchObject({
        cause: expect.stringMatching(/ECONNREFUSED|ECONNRESET/) as string,
      })
      await ecs.send(new StopTaskCommand({ cluster: 'lab', task: server }))
    },
  )

  async function start(job: Job, role?: string, securityGroup = lab.securityGroup): Promise<string> {
    const { ecs } = lab.clients
    const family = `tool-${job.do}`
    const taskRoleArn = role && `arn:aws:iam::${lab.accountId}:role/${role}`
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        ...{ family, networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' },
        executionRoleArn: lab.executionRoleArn,
        ...(taskRoleArn && { taskRoleArn }),
        containerDefinitions: [
          {
            name: 'tool',
            image: `${TOOL}:1`,
            portMappings: [{ containerPort: 8080 }],
            environment: [{ name: 'JOB', value: JSON.stringify(job) }],
            logConfiguration: {
              logDriver: 'awslogs',
              options: {
                'awslogs-group': '/lab/web',
                'awslogs-region': 'eu-west-1',
                'awslogs-stream-prefix': 'tool',
              },
            },
          },
        ],
      }),
    )
    const { awsvpcConfiguration: network } = networkOf(lab)
    const { tasks } = await ecs.send(
      new RunTaskCommand({
        ...{ cluster: 'lab', taskDefinition: taskDefinition?.taskDefinitionArn, launchType: 'FARGATE' },
        networkConfiguration: { awsvpcConfiguration: { ...network, securityGroups: [securityGroup] } },
      }),
    )
    return tasks?.[0]?.taskArn ?? ''
  }

  /** Runs the program to its end; answers what it printed. */
  async function run(job: Job, role?: string): Promise<{ id: string; answer: unknown }> {
    const arn = await start(job, role)
    const id = arn.split('/').at(-1) ?? ''
    await until(
      () => describeTask(lab, arn),
      ({ lastStatus }) => lastStatus === 'STOPPED',
    )
    const { events } = await lab.clients.logs.send(
      new FilterLogEventsCommand({ logGroupName: '/lab/web', logStreamNames: [`tool/tool/${id}`] }),
    )
    const text = events?.map(({ message }) => message).join('\n') ?? ''
    return { id, answer: JSON.parse(text.slice(text.indexOf('{'))) as unknown }
  }
})
