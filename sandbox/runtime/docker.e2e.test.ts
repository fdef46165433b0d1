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

  test('a container starts although the one whose network it shares has ended', async () => {
    const runtime = new DockerRuntime(docker, `test-${process.pid}`, '/')
    const plan: ContainerPlan = {
      ...{ accountId: '000000000000', region: 'eu-west-1', taskId: `test${process.pid}`, hostname: 'test' },
      ...{ containerName: 'brief', image, command: ['node', '-e', ''] },
      ...{ environment: {}, ports: [8080], keepOutput: true },
    }
    const brief = await runtime.start(plan)
    try {
      await expect.poll(() => runtime.inspect(brief.handle)).toMatchObject({ status: 'exited', exitCode: 0 })
      const { command: _command, ...web } = { ...plan, containerName: 'web', networkOf: brief.handle }
      const { handle, ports } = await runtime.start(web)
      try {
        expect(await runtime.inspect(handle)).toEqual({ status: 'running' })
        const answers = () =>
          fetch(`http://127.0.0.1:${ports[8080]?.port}/health`).then(({ status }) => status)
        await expect.poll(answers, { timeout: 5_000 }).toBe(200)
      } finally {
        await runtime.remove(handle)
      }
    } finally {
      await runtime.remove(brief.handle)
    }
  })
})
