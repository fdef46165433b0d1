import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import type { Catalogue } from './catalogue.ts'
import { ProcessRuntime } from './process.ts'
import type { ContainerHandle, ContainerPlan, ContainerState } from './runtime.ts'

const NODE = process.execPath
const WEB = {
  name: 'example.org/web',
  tags: ['1'],
  command: [
    NODE,
    '-e',
    "require('http').createServer((q, s) => s.end('hi')).listen(process.env.PORT, process.env.HOST)",
  ],
  cwd: '/',
  environment: { APP_VERSION: '1' },
  port: 8080,
  portVariable: 'PORT',
  hostVariable: 'HOST',
}
const CATALOGUE: Catalogue = { images: [WEB] }

function newRuntime() {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'process-runtime-'))
  const make = () => new ProcessRuntime({ dataDir, id: path.basename(dataDir), catalogue: CATALOGUE })
  const runtime = make()
  onTestFinished(async () => {
    for (const { handle } of await runtime.list()) await runtime.remove(handle)
    rmSync(dataDir, { recursive: true, force: true })
  })
  return { runtime, make }
}

function plan(more: Partial<ContainerPlan> = {}): ContainerPlan {
  return {
    ...{ accountId: '1', region: 'r', taskId: 't', containerName: 'web', image: 'example.org/web:1' },
    ...{ environment: {}, ports: [8080], hostname: 'ip-1', keepOutput: true },
    ...more,
  }
}

async function ended(runtime: ProcessRuntime, handle: ContainerHandle): Promise<ContainerState> {
  for (let wait = 0; wait < 200; wait++) {
    const state = await runtime.inspect(handle)
    if (state.status !== 'running') return state
    await sleep(50)
  }
  throw new Error('It still runs after 10 s.')
}

test('an image of the catalogue answers at its own port of the container, on another of the machine', async () => {
  const { runtime } = newRuntime()
  const { handle, ports } = await runtime.start(plan())
  const real = ports['8080']
  let answer = ''
  for (let wait = 0; wait < 100 && !answer; wait++) {
    answer = await fetch(`http://127.0.0.1:${real?.port}/`).then(
      r => r.text(),
      () => '',
    )
    if (!answer) await sleep(50)
  }
  expect(answer).toBe('hi')
  expect(await runtime.inspect(handle)).toEqual({ status: 'running' })
  const probe = (port: number) => [
    '/bin/sh',
    '-c',
    `${NODE} -e "fetch('http://localhost:${port}').catch(() => process.exit(1))"`,
  ]
  expect(await runtime.exec(handle, probe(8080), 10_000)).toEqual({ exitCode: 0 })
  await runtime.signal(handle, 'SIGKILL')
  expect(await ended(runtime, handle)).toMatchObject({ status: 'exited', exitCode: 137 })
  await runtime.remove(handle)
  expect(existsSync((handle as { folder: string }).folder)).toBe(false)
})

test('an application bound to 127.0.0.1 in its container cannot be reached from outside', async () => {
  const { runtime } = newRuntime()
  const { ports } = await runtime.start(plan({ environment: { HOST: '127.0.0.1' } }))
  expect(ports).toEqual({})
})

test('other images and other tags cannot be pulled, and it says what to install where that helps', async () => {
  const { runtime } = newRuntime()
  await expect(runtime.pull('example.org/web:2')).rejects.toMatchObject({
    message:
      'CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref example.org/web:2: not found',
    advice: '',
  })
  await expect(runtime.pull('nginx')).rejects.toMatchObject({
    message: expect.stringContaining('docker.io/library/nginx:latest: not found'),
    advice: expect.stringMatching(/only these images can run: example\.org\/web:1\. Install .*Docker Engine/),
  })
})

test('the exit code outlives a restart, and so does the output with its position', async () => {
  const { runtime, make } = newRuntime()
  const script =
    "console.log('one'); process.on('SIGTERM', () => { console.log('two'); process.exitCode = 7; clearInterval(i) }); const i = setInterval(() => {}, 1000)"
  const { handle } = await runtime.start(plan({ command: [NODE, '-e', script] }))
  const lines: string[] = []
  let position: string | undefined
  const listener = (read: { message: string }[], at: string) => {
    lines.push(...read.map(({ message }) => message))
    position = at
  }
  const follower = runtime.follow(handle, undefined, listener)
  for (let wait = 0; wait < 100 && lines.length === 0; wait++) await sleep(50)
  follower.stop()
  expect(lines).toEqual(['one'])

  const again = make()
  const [found] = await again.list()
  expect(found).toMatchObject({ accountId: '1', taskId: 't', containerName: 'web', handle })
  await again.signal(handle, 'SIGTERM')
  expect(await ended(again, handle)).toEqual({ status: 'exited', exitCode: 7, outOfMemory: false })
  await again.follow(handle, position, listener).drain()
  expect(lines).toEqual(['one', 'two'])
})

test('a program that takes more memory than it may is killed as out of memory', async () => {
  const { runtime } = newRuntime()
  const eat = "const held = []; setInterval(() => held.push(Buffer.alloc(2e7, 'x')), 20)"
  const { handle } = await runtime.start(plan({ command: [NODE, '-e', eat], memoryMiB: 128 }))
  expect(await ended(runtime, handle)).toEqual({ status: 'exited', exitCode: 137, outOfMemory: true })
})

test('the practice account’s own environment does not reach a task', async () => {
  const { runtime } = newRuntime()
  process.env.SLIPWAY_TEST_SECRET = 'x'
  onTestFinished(() => void delete process.env.SLIPWAY_TEST_SECRET)
  const { handle } = await runtime.start(
    plan({
      command: [
        NODE,
        '-e',
        "process.exit(process.env.SLIPWAY_TEST_SECRET ? 1 : process.env.APP_VERSION === '1' ? 0 : 2)",
      ],
    }),
  )
  expect(await ended(runtime, handle)).toMatchObject({ exitCode: 0 })
})

test('what the environment says of a mounted path becomes the folder behind it', async () => {
  const { runtime } = newRuntime()
  const script =
    "const { FILES_DIR: a, SUB: b, OTHER: c } = process.env; process.exit(a === '/real' && b === '/real/sub' && c === '/data2' ? 0 : 1)"
  const mounts = [{ source: '/real', containerPath: '/data', readOnly: false }]
  const environment = { FILES_DIR: '/data', SUB: '/data/sub', OTHER: '/data2' }
  const { handle } = await runtime.start(plan({ command: [NODE, '-e', script], environment, mounts }))
  expect(await ended(runtime, handle)).toMatchObject({ exitCode: 0 })
})

test.runIf(process.platform === 'linux')('usage is that of the program, until it ends', async () => {
  const { runtime } = newRuntime()
  const busy = "const held = Buffer.alloc(64e6, 'x'); for (;;) held[0]++"
  const { handle } = await runtime.start(plan({ command: [NODE, '-e', busy] }))
  await expect
    .poll(() => runtime.usage(handle), { timeout: 20_000 })
    .toMatchObject({
      cpuSeconds: expect.toSatisfy((seconds: number) => seconds > 0.2) as number,
      memoryBytes: expect.toSatisfy((bytes: number) => bytes > 64e6) as number,
    })
  await runtime.signal(handle, 'SIGKILL')
  await ended(runtime, handle)
  expect(await runtime.usage(handle)).toBeUndefined()
})
