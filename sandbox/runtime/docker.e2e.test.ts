import Docker from 'dockerode'
import { beforeAll, describe, expect, test } from 'vitest'
import { ensureImages } from '../../scripts/setup/images.ts'
import { DockerRuntime } from './docker.ts'
import type { ContainerPlan } from './runtime.ts'

const docker = new Docker()
const engineAnswers = await docker.ping().then(
  () => true,
  () => false,
)
const image = 'public.ecr.aws/slipway/web:1'

describe.skipIf(!engineAnswers && process.env.CI !== 'true')('Docker Engine (skipped: none answers)', () => {
  beforeAll(() => ensureImages(docker, new URL('../../', import.meta.url).pathname, () => undefined))

  const runtime = new DockerRuntime(docker, `test-${process.pid}`, '/')
  const plan: ContainerPlan = {
    ...{ accountId: '000000000000', region: 'eu-west-1', taskId: `test${process.pid}`, hostname: 'test' },
    ...{ containerName: 'web', image, environment: {}, ports: [8080], keepOutput: true },
  }
  const brief = { ...plan, containerName: 'brief', command: ['node', '-e', ''] }

  test('a container starts although the one whose network it shares has ended', async () => {
    const ended = await runtime.start(brief)
    try {
      await expect.poll(() => runtime.inspect(ended.handle)).toMatchObject({ status: 'exited', exitCode: 0 })
      const { handle, ports } = await runtime.start({ ...plan, networkOf: ended.handle })
      try {
        expect(await runtime.inspect(handle)).toEqual({ status: 'running' })
        const answers = () =>
          fetch(`http://127.0.0.1:${ports[8080]?.port}/health`).then(({ status }) => status)
        await expect.poll(answers, { timeout: 5_000 }).toBe(200)
      } finally {
        await runtime.remove(handle)
      }
    } finally {
      await runtime.remove(ended.handle)
    }
  })

  test('and when that one ends while this one starts', async () => {
    for (const lives of [0, 20, 40, 60, 80, 100, 120, 140]) {
      const ending = await runtime.start({
        ...brief,
        command: ['node', '-e', `setTimeout(() => {}, ${lives})`],
      })
      try {
        const { handle } = await runtime.start({ ...plan, networkOf: ending.handle })
        expect(await runtime.inspect(handle), `beside one that lives ${lives} ms`).toEqual({
          status: 'running',
        })
        await runtime.remove(handle)
      } finally {
        await runtime.remove(ending.handle)
      }
    }
  }, 60_000)
})
