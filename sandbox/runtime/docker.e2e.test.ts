import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import Docker from 'dockerode'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ensureBaseImage } from '../../scripts/setup/base-image.ts'
import { DockerRuntime } from './docker.ts'
import type { ContainerPlan } from './runtime.ts'

const docker = new Docker()
const engineAnswers = await docker.ping().then(
  () => true,
  () => false,
)
const image = 'public.ecr.aws/docker/library/node:24-bookworm-slim'
const id = `test-${process.pid}`
const listening = (port: number) => [
  'node',
  '-e',
  `require('http').createServer((q, s) => s.end('${port}')).listen(${port}, '127.0.0.1')`,
]
const asking = (port: number) => [
  'node',
  '-e',
  `fetch('http://localhost:${port}').then(() => process.exit(0), () => process.exit(1))`,
]

describe.skipIf(!engineAnswers && process.env.CI !== 'true')('Docker Engine (skipped: none answers)', () => {
  beforeAll(() => ensureBaseImage(docker, image, () => undefined))

  const runtime = new DockerRuntime(docker, id, '/')
  const plan: ContainerPlan = {
    ...{
      accountId: '000000000000',
      region: 'eu-west-1',
      taskId: `test${process.pid}`,
      hostname: 'ip-10-0-0-1.x',
    },
    ...{ containerName: 'web', image, environment: {}, ports: [8080], keepOutput: true },
  }
  const left = async () => {
    const filters = { label: [`slipway.data=${id}`] }
    return (await docker.listContainers({ all: true, filters })).map(
      ({ Labels }) => Labels['slipway.container'],
    )
  }
  afterEach(async () => {
    for (const { handle } of await runtime.list()) await runtime.remove(handle)
    expect(await left()).toEqual([])
  })

  test('containers of a task share localhost, ports and host name, whoever of them has ended', async () => {
    const network = { ports: [8080, 9090], ranges: [] }
    const first = await runtime.start({
      ...plan,
      network,
      containerName: 'first',
      command: ['node', '-e', ''],
      ports: [9090],
    })
    await expect
      .poll(() => runtime.inspect(first.handle), { timeout: 20_000 })
      .toMatchObject({ status: 'exited' })
    const server = await runtime.start({ ...plan, network, command: listening(8080) })
    const asker = await runtime.start({
      ...plan,
      network,
      containerName: 'asker',
      command: ['sleep', '100'],
      ports: [],
    })
    await expect
      .poll(() => runtime.exec(asker.handle, asking(8080), 10_000), { timeout: 20_000 })
      .toEqual({ exitCode: 0 })
    const named = ['sh', '-c', 'test "$(node -p "os.hostname()")" = ip-10-0-0-1']
    expect(await runtime.exec(asker.handle, named, 10_000)).toEqual({ exitCode: 0 })
    expect([first, server, asker].map(({ ports }) => Object.keys(ports))).toEqual([['9090'], ['8080'], []])

    await runtime.remove(first.handle)
    await runtime.remove(server.handle)
    expect((await left()).sort()).toEqual(['.network', 'asker'])
    await runtime.remove(asker.handle)
    expect(await left()).toEqual([])
  }, 60_000)

  test('a container that cannot start leaves no network', async () => {
    await expect(runtime.start({ ...plan, command: ['/nothing'] })).rejects.toThrow(
      /^CannotStartContainerError: /,
    )
    expect(await left()).toEqual([])
  })

  test('a network that a kill has left without containers is found and removed', async () => {
    await runtime.networks.hold(plan)
    expect(await new DockerRuntime(docker, id, '/').list()).toMatchObject([
      { taskId: plan.taskId, containerName: '.network' },
    ])
  })

  test('after a restart tasks that run are led to the new forwarder', async () => {
    const listener = createServer().listen(0, (await runtime.gateway()) ?? '127.0.0.1')
    await once(listener, 'listening')
    const lines: string[] = []
    listener.on('connection', socket => {
      socket.on('error', () => undefined)
      socket.on('data', data => {
        lines.push(...data.toString().split('\n').filter(Boolean))
        if (lines.at(-1)?.includes('control')) socket.write('{"ports":[3306]}\n')
      })
    })
    const { port } = listener.address() as AddressInfo
    const again = new DockerRuntime(docker, id, '/')
    try {
      const network = { ports: [], ranges: ['172.31.0.0/16'] }
      const { handle } = await runtime.start({ ...plan, network, command: ['sleep', '100'] })
      await again.list()
      let problem: unknown
      again.networks.open(
        { host: (await runtime.gateway()) ?? '', port, token: 'secret' },
        error => (problem = error),
      )
      const dial = ['node', '-e', "require('net').connect(3306, '172.31.5.7').on('error', () => {})"]
      const dialled = async () => {
        void runtime.exec(handle, dial, 5000)
        return lines.map(line => JSON.parse(line) as object)
      }
      await expect
        .poll(dialled, { timeout: 30_000, interval: 500 })
        .toContainEqual({ token: 'secret', from: expect.any(String), to: '172.31.5.7', port: 3306 })
      expect(problem).toBeUndefined()
      expect(await again.networks.taskAt((JSON.parse(lines.at(-1) ?? '') as { from: string }).from)).toBe(
        plan.taskId,
      )
    } finally {
      await again.networks.close()
      listener.close()
    }
  }, 60_000)

  test('usage is that of a running container', async () => {
    const busy = ['node', '-e', "const held = Buffer.alloc(64e6, 'x'); for (;;) held[0]++"]
    const { handle } = await runtime.start({ ...plan, command: busy })
    const used = async () => {
      const { cpuSeconds = 0, memoryBytes = 0 } = (await runtime.usage(handle)) ?? {}
      return cpuSeconds > 0.2 && memoryBytes > 64e6
    }
    await expect.poll(used, { timeout: 20_000 }).toBe(true)
    await runtime.signal(handle, 'SIGKILL')
    await expect.poll(() => runtime.inspect(handle), { timeout: 20_000 }).toMatchObject({ status: 'exited' })
    expect(await runtime.usage(handle)).toBeUndefined()
  }, 60_000)
})
