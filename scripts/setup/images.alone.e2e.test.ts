import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { ROOT } from '../launch/settings.ts'
import { dockerClient, engineVersion } from './engine.ts'
import { ensureImages } from './images.ts'

const docker = dockerClient()
const folders: string[] = []
afterEach(() => folders.splice(0).forEach(folder => rmSync(folder, { recursive: true })))

test('both versions are built once, answer as themselves without root, and stop at SIGTERM', async context => {
  context.skip(!(await engineVersion()), 'no container engine answers')
  const said: string[] = []
  await ensureImages(docker, ROOT, line => said.push(line))
  said.length = 0
  await ensureImages(docker, ROOT, line => said.push(line))
  expect(said).toEqual([])

  const container = await docker.createContainer({
    Image: 'public.ecr.aws/slipway/web:2',
    ExposedPorts: { '8080/tcp': {} },
    HostConfig: { PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } },
  })
  try {
    await container.start()
    const { NetworkSettings, Config } = await container.inspect()
    const port = NetworkSettings.Ports['8080/tcp']?.[0]?.HostPort
    const version = () =>
      fetch(`http://127.0.0.1:${port}/version`)
        .then(response => response.json())
        .catch(() => null)
    await expect.poll(version, { timeout: 10_000 }).toMatchObject({ version: '2', colour: 'green' })
    expect(Config.User).toBe('1000')
    await container.stop({ t: 8 })
    expect((await container.inspect()).State.ExitCode).toBe(0)
  } finally {
    await container.remove({ force: true })
  }
})

test('a change of the source builds the images anew', async context => {
  context.skip(!(await engineVersion()), 'no container engine answers')
  const root = mkdtempSync(path.join(tmpdir(), 'slipway-images-'))
  folders.push(root)
  const app = path.join(root, 'reference-app/demo')
  cpSync(path.join(ROOT, 'reference-app/demo'), app, { recursive: true })
  writeFileSync(path.join(app, 'notes.txt'), 'one more file')
  const said: string[] = []
  await ensureImages(docker, root, line => said.push(line))
  await ensureImages(docker, ROOT, () => {})
  expect(said.filter(line => line.startsWith('Building'))).toEqual([
    'Building public.ecr.aws/slipway/web:1 …',
    'Building public.ecr.aws/slipway/web:2 …',
  ])
})
