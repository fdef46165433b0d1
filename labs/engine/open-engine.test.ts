import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { explainErrors } from '../explain-errors.ts'
import { engineHost } from './engine-host.ts'
import { openEngine } from './open-engine.ts'

let server: Server | undefined
const folder = mkdtempSync(path.join(tmpdir(), 'engine-'))
const host = `unix://${folder}/docker.sock`

afterEach(() => {
  server?.close().closeAllConnections()
  rmSync(folder, { recursive: true, force: true })
})

/** Answers by method and path; the requests so far. */
async function engine(answers: Record<string, [status: number, body: unknown]>): Promise<string[]> {
  const asked: string[] = []
  server = createServer((request, response) => {
    const asks = `${request.method} ${decodeURIComponent(request.url ?? '')}`
    asked.push(asks)
    const [status, body] = answers[asks] ?? [404, { message: 'No such thing' }]
    response.writeHead(status).end(body === undefined ? '' : JSON.stringify(body))
  })
  mkdirSync(folder, { recursive: true })
  await new Promise<void>(resolve => server?.listen(`${folder}/docker.sock`, resolve))
  return asked
}

test('reads images, their history, and those with a label', async () => {
  const answer = {
    Id: 'sha256:1',
    RepoTags: ['a/b:1'],
    RepoDigests: null,
    Architecture: 'arm64',
    Size: 7,
    RootFS: { Layers: ['sha256:x'] },
    Config: { Labels: { 'slipway-lab': 'one' }, User: '1000' },
  }
  await engine({
    'GET /images/a/b:1/json': [200, answer],
    'GET /images/sha256:1/json': [200, answer],
    'GET /images/a/b:1/history': [200, [{ CreatedBy: 'CMD x' }, { CreatedBy: 'FROM y' }]],
    'GET /images/json?filters={"label":["slipway-lab=one"]}': [
      200,
      [{ Id: 'sha256:1' }, { Id: 'sha256:gone' }],
    ],
  })
  const image = {
    id: 'sha256:1',
    tags: ['a/b:1'],
    digests: [],
    labels: { 'slipway-lab': 'one' },
    architecture: 'arm64',
    size: 7,
    layers: ['sha256:x'],
    user: '1000',
  }
  expect(await openEngine(host).image('a/b:1')).toEqual(image)
  expect(await openEngine(host).image('a/b:2')).toBeUndefined()
  expect(await openEngine(host).history('a/b:1')).toEqual(['FROM y', 'CMD x'])
  expect(await openEngine(host).images('slipway-lab=one')).toEqual([image])
})

test('reads containers: how they ended, what they were given, where their ports are', async () => {
  await engine({
    'GET /containers/web/json': [
      200,
      {
        Id: '1',
        Name: '/web',
        Image: 'sha256:1',
        State: { Status: 'exited', ExitCode: 137 },
        Config: { Env: ['A=b'], Cmd: ['node'], Labels: null },
        NetworkSettings: { Ports: { '8080/tcp': [{ HostPort: '' }, { HostPort: '40001' }], '9/tcp': null } },
      },
    ],
    'GET /containers/web/changes': [200, null],
    'HEAD /containers/web/archive?path=/app/secrets.env': [200, undefined],
  })
  expect(await openEngine(host).container('web')).toEqual({
    id: '1',
    name: 'web',
    labels: {},
    imageId: 'sha256:1',
    status: 'exited',
    exitCode: 137,
    environment: ['A=b'],
    command: ['node'],
    ports: { 8080: 40001 },
  })
  expect(await openEngine(host).changes('web')).toEqual([])
  expect(await openEngine(host).has('web', '/app/secrets.env')).toBe(true)
  expect(await openEngine(host).has('web', '/app/other')).toBe(false)
})

test('what the Engine refuses is thrown in its own words, by the names that reset knows', async () => {
  await engine({
    'DELETE /images/sha256:1?force=1': [409, { message: 'image is being used by running container' }],
    'DELETE /containers/1?force=1&v=1': [500, { message: 'driver failed' }],
  })
  const { removeImage, removeContainer } = openEngine(host)
  await expect(removeImage('sha256:1')).rejects.toMatchObject({
    name: 'ResourceInUse',
    message: 'image is being used by running container',
  })
  await expect(removeImage('sha256:2')).rejects.toMatchObject({ name: 'NotFound' })
  await expect(removeContainer('1')).rejects.toMatchObject({
    name: 'EngineRefusal',
    message: 'driver failed',
  })
})

test('no engine is a verdict of its own, which is not the learner’s fault', async () => {
  const nobody = openEngine(`unix://${folder}/nobody.sock`)
  expect(await nobody.problem()).toMatchObject({ next: expect.stringContaining('Start Docker Desktop') })
  const verdict = await explainErrors({}, async () => {
    await nobody.image('a:1')
    throw new Error('not reached')
  })
  expect(verdict).toMatchObject({
    status: 'error',
    reason: 'engine-absent',
    observed: expect.stringMatching(/^No Docker Engine answers at unix:.*nobody\.sock\.$/),
    next: expect.stringContaining('sudo systemctl start docker'),
  })
  expect(await openEngine('ssh://somewhere').problem()).toMatchObject({
    observed: expect.stringContaining('ssh://'),
  })
  expect(await openEngine(null).problem()).toMatchObject({
    observed: expect.stringContaining('shared server'),
  })
})

test('the engine of DOCKER_HOST, else the machine’s', () => {
  expect(engineHost({ DOCKER_HOST: 'tcp://127.0.0.1:1' })).toBe('tcp://127.0.0.1:1')
  expect(engineHost({}, '/nowhere')).toMatch(/docker/)
})
