import { readdirSync, readFileSync } from 'node:fs'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { ExecuteCommandCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs'
import type { Session } from '@aws-sdk/client-ecs'
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { ssm } from 'ssm-session'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type { RunningSandbox } from '../../../start.ts'
import {
  describeTask,
  networkOf,
  newAccount,
  openTestLab,
  startTestSandbox,
  until,
} from '../testing/test-lab.ts'
import type { TestLab } from '../testing/test-lab.ts'
import { engineAnswers, openToolImage, TOOL } from '../testing/tool-image.ts'
import { PluginClient } from './testing/plugin-client.ts'

const DEADLINE_MS = 60_000

describe.each(['process', 'docker'] as const)('ECS Exec in a %s', runtime => {
  const missing = runtime === 'docker' && !engineAnswers && process.env.CI !== 'true'
  let sandbox: RunningSandbox
  let lab: TestLab

  beforeAll(async () => {
    if (missing) return
    sandbox = await startTestSandbox({ runtime, catalogue: await openToolImage(runtime) })
    lab = await openTestLab(newAccount(sandbox, 100))
    await role('exec', ['ssmmessages:*', 'logs:*'])
    await role('none', ['s3:GetObject'])
  })
  afterAll(() => sandbox?.close())

  test.skipIf(missing)('is a shell with a terminal, where the task is', async () => {
    const task = await start('exec')
    const { containers } = await describeTask(lab, task)
    expect(containers?.[0]?.managedAgents).toMatchObject([
      { name: 'ExecuteCommandAgent', lastStatus: 'RUNNING', lastStartedAt: expect.any(Date) as Date },
    ])
    const { plugin, session } = await open(task, '/bin/sh')
    plugin.resize(101, 37)
    plugin.type(
      'node -p "process.stdout.getWindowSize().join(\'x\')"; echo "greeting=$GREETING"; echo rea""dy\r',
    )
    await shows(plugin, 'ready')
    expect(plugin.output).toContain('101x37')
    expect(plugin.output).toContain('greeting=hello')
    // ECS Exec is root's in a container; a process has this machine's user.
    plugin.type('id -u; exit\r')
    await until(
      () => Promise.resolve(plugin.closed),
      closed => closed !== undefined,
      DEADLINE_MS,
    )
    const user = runtime === 'docker' ? 0 : process.getuid?.()
    expect(plugin.output).toMatch(new RegExp(`\\n${user}\\r`))
    const { events } = await lab.clients.logs.send(
      new FilterLogEventsCommand({ logGroupName: '/lab/web', logStreamNames: [session.sessionId ?? ''] }),
    )
    expect(events?.map(({ message }) => message)).toContain('greeting=hello')

    const other = await openWithSsmSession(task, 'read line; echo typed: $line')
    other.type('by another client\r')
    await until(
      () => Promise.resolve(other.output()),
      text => text.includes('typed: by another client'),
      DEADLINE_MS,
    )
    await lab.clients.ecs.send(new StopTaskCommand({ cluster: 'lab', task }))
  })

  test.skipIf(missing)('leaves nothing behind when its client or its task goes', async () => {
    const task = await start('exec')
    const seconds = { client: '86461', task: '86462' }
    const [first, second] = await Promise.all([
      open(task, `${detached(seconds.client)}; sleep ${seconds.client}`),
      open(task, `${detached(seconds.task)}; sleep ${seconds.task}`),
    ])
    await until(
      () => Promise.resolve([sleeping(seconds.client), sleeping(seconds.task)]),
      ([client = 0, own = 0]) => client >= 2 && own >= 2,
      DEADLINE_MS,
    )
    first.socket.terminate()
    await until(
      () => Promise.resolve(sleeping(seconds.client)),
      left => left === 0,
      DEADLINE_MS,
    )
    expect(sleeping(seconds.task)).toBeGreaterThan(0)
    await lab.clients.ecs.send(new StopTaskCommand({ cluster: 'lab', task }))
    await until(
      () => Promise.resolve({ closed: second.plugin.closed, left: sleeping(seconds.task) }),
      ({ closed, left }) => closed !== undefined && left === 0,
      DEADLINE_MS,
    )
  })

  test.skipIf(missing)('is refused to tasks and clients that may not', async () => {
    const unable = await start('none')
    await expect(execute(unable, 'sh')).rejects.toMatchObject({
      name: 'TargetNotConnectedException',
      message: 'The execute command failed due to an internal error. Try again later.',
    })
    const task = await start('exec')
    const session = await execute(task, 'sh')
    const at = session.streamUrl ?? ''
    expect(at).toBe(
      `${sandbox.endpoint.replace('http', 'ws')}/v1/data-channel/${session.sessionId}?role=publish_subscribe`,
    )
    expect(await endOf(new WebSocket(at, { origin: 'http://evil.example' }))).toBe(
      'Unexpected server response: 403',
    )
    expect(await endOf(new WebSocket(at.replace('command-', 'command-0')))).toBe(
      'Unexpected server response: 404',
    )
    expect(await endOf(new WebSocket(at), JSON.stringify({ TokenValue: 'guessed' }))).toBe(1008)
    expect(await endOf(new WebSocket(at), Buffer.from(session.tokenValue ?? ''))).toBe(1008)
    // The right token is good once.
    const { plugin } = await connect(session)
    await until(
      () => Promise.resolve(plugin.payloadTypes().length),
      count => count > 1,
      DEADLINE_MS,
    )
    expect(await endOf(new WebSocket(at), JSON.stringify({ TokenValue: session.tokenValue }))).toBe(1008)
  })

  async function role(RoleName: string, actions: string[]): Promise<void> {
    const { iam } = lab.clients
    const statement = (more: object) =>
      JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] })
    const trust = { Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } }
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: statement(trust) }))
    const PolicyDocument = statement({ Action: actions, Resource: '*' })
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument }))
  }

  /** Runs a task that serves, with execute command; answers its ARN once it runs. */
  async function start(roleName: string): Promise<string> {
    const { ecs } = lab.clients
    const { taskDefinition } = await ecs.send(
      new RegisterTaskDefinitionCommand({
        ...{ family: `exec-${roleName}`, networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'] },
        ...{ cpu: '256', memory: '512', executionRoleArn: lab.executionRoleArn },
        taskRoleArn: `arn:aws:iam::${lab.accountId}:role/${roleName}`,
        containerDefinitions: [
          {
            name: 'tool',
            image: `${TOOL}:1`,
            user: '1000',
            stopTimeout: 2,
            portMappings: [{ containerPort: 8080 }],
            environment: [
              { name: 'JOB', value: JSON.stringify({ do: 'serve', port: 8080 }) },
              { name: 'GREETING', value: 'hello' },
            ],
            logConfiguration: {
              logDriver: 'awslogs',
              options: {
                ...{ 'awslogs-group': '/lab/web', 'awslogs-region': 'eu-west-1' },
                'awslogs-stream-prefix': 'tool',
              },
            },
          },
        ],
      }),
    )
    const { tasks } = await ecs.send(
      new RunTaskCommand({
        ...{ cluster: 'lab', taskDefinition: taskDefinition?.taskDefinitionArn, launchType: 'FARGATE' },
        ...{ networkConfiguration: networkOf(lab), enableExecuteCommand: true },
      }),
    )
    const arn = tasks?.[0]?.taskArn ?? ''
    await until(
      () => describeTask(lab, arn),
      ({ lastStatus }) => lastStatus === 'RUNNING',
      DEADLINE_MS,
    )
    return arn
  }

  async function execute(task: string, command: string): Promise<Session> {
    const { session } = await lab.clients.ecs.send(
      new ExecuteCommandCommand({ cluster: 'lab', task, command, interactive: true }),
    )
    if (!session) throw new Error('There is no session.')
    return session
  }

  async function open(task: string, command: string) {
    const session = await execute(task, command)
    return { session, ...(await connect(session)) }
  }

  /** As the session-manager-plugin connects. */
  async function connect(session: Session) {
    const socket = new WebSocket(session.streamUrl ?? '')
    onTestFinished(() => socket.terminate())
    const plugin = new PluginClient({ send: bytes => socket.send(bytes) })
    socket.on('message', (data: Buffer) => plugin.receive(data))
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    socket.send(
      JSON.stringify({
        MessageSchemaVersion: '1.0',
        RequestId: 'r',
        TokenValue: session.tokenValue,
        ClientId: 'c',
      }),
    )
    return { plugin, socket }
  }

  /** An independent implementation of the protocol: it shakes no hands. */
  async function openWithSsmSession(task: string, command: string) {
    const { streamUrl = '', tokenValue } = await execute(task, command)
    const socket = new WebSocket(streamUrl)
    onTestFinished(() => socket.terminate())
    let text = ''
    socket.on('message', (data: Buffer) => {
      const message = ssm.decode(data)
      if (message.messageType !== 'output_stream_data') return
      ssm.sendACK(socket, message)
      if (message.payloadType === 1) text += Buffer.from(message.payload).toString('utf8')
    })
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    ssm.init(socket, { token: tokenValue ?? '', termOptions: { cols: 80, rows: 24 } })
    return { output: () => text, type: (typed: string) => ssm.sendText(socket, typed) }
  }
})

async function shows(plugin: PluginClient, text: string): Promise<void> {
  await until(
    () => Promise.resolve(plugin.output),
    output => output.includes(text),
    DEADLINE_MS,
  )
}

/** How a connection ends: its close code, or why it was not made. */
function endOf(socket: WebSocket, first?: string | Buffer): Promise<number | string> {
  return new Promise(resolve => {
    if (first !== undefined) socket.once('open', () => socket.send(first))
    socket.once('close', resolve)
    socket.once('error', error => resolve(error.message))
  })
}

/** A command that starts one which leaves its terminal and its session. */
function detached(seconds: string): string {
  return `node -e "child_process.spawn('sleep', ['${seconds}'], { detached: true, stdio: 'ignore' }).unref()"`
}

/** How many processes of this machine, in containers too, sleep for so many seconds. */
function sleeping(seconds: string): number {
  return readdirSync('/proc').filter(entry => {
    try {
      return /^\d+$/.test(entry) && readFileSync(`/proc/${entry}/cmdline`, 'utf8') === `sleep\0${seconds}\0`
    } catch {
      return false
    }
  }).length
}
