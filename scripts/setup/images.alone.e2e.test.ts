import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { buildApp } from '../launch/app-build.ts'
import { ROOT } from '../launch/settings.ts'
import { dockerClient, engineVersion } from './engine.ts'
import { ensureImages } from './images.ts'

const docker = dockerClient()
const folders: string[] = []
beforeAll(() => buildApp(ROOT, path.join(ROOT, '.cache/app-build.log'), () => undefined))
afterEach(() => folders.splice(0).forEach(folder => rmSync(folder, { recursive: true })))

test.for([
  ['web:2', '/version', { version: '2', colour: 'green' }],
  ['uploads:2', '/api/about', { version: '2', colour: 'green', database: 'sqlite' }],
  ['uploads:3-errors', '/health/ready', { status: 'ok' }],
] as const)(
  '%s is built once, answers as itself without root, and stops at SIGTERM',
  async ([image, route, expected], context) => {
    context.skip(!(await engineVersion()), 'no container engine answers')
    const said: string[] = []
    await ensureImages(docker, ROOT, line => said.push(line))
    said.length = 0
    await ensureImages(docker, ROOT, line => said.push(line))
    expect(said).toEqual([])

    const container = await docker.createContainer({
      Image: `public.ecr.aws/slipway/${image}`,
      ExposedPorts: { '8080/tcp': {} },
      HostConfig: { PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
    })
    try {
      await container.start()
      const { NetworkSettings, Config } = await container.inspect()
      const port = NetworkSettings.Ports['8080/tcp']?.[0]?.HostPort
      const answer = () =>
        fetch(`http://127.0.0.1:${port}${route}`)
          .then(response => response.json())
          .catch(() => null)
      await expect.poll(answer, { timeout: 20_000 }).toMatchObject(expected)
      expect(Config.User).toBe('1000')
      await container.stop({ t: 20 })
      expect((await container.inspect()).State.ExitCode).toBe(0)
    } finally {
      await container.remove({ force: true })
    }
  },
)

test('a change of the source builds the images anew', async context => {
  context.skip(!(await engineVersion()), 'no container engine answers')
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-images-'))
  folders.push(root)
  cpSync(path.join(ROOT, 'reference-app'), path.join(root, 'reference-app'), {
    recursive: true,
    filter: file => path.basename(file) !== 'node_modules',
  })
  writeFileSync(path.join(root, 'reference-app/demo/notes.txt'), 'one more file')
  const said: string[] = []
  await ensureImages(docker, root, line => said.push(line))
  await ensureImages(docker, ROOT, () => {})
  expect(said.filter(line => line.startsWith('Building'))).toEqual([
    'Building public.ecr.aws/slipway/web:1 …',
    'Building public.ecr.aws/slipway/web:2 …',
  ])
})
