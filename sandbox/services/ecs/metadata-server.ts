import { readFileSync, writeFileSync } from 'node:fs'
import { timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { TASK_NETWORK } from '../../runtime/process.ts'
import type { Engine } from './engine.ts'
import { containerMetadata, taskMetadata } from './metadata-shape.ts'
import { ecs } from './store.ts'
import type { TaskDocument } from './store.ts'
import { CredentialsOfTasks, taskRoleOf } from './task-credentials.ts'
import { taskProtectionState } from './task-protection-endpoint.ts'
import type { AgentAnswer } from './task-protection-endpoint.ts'
import { meetFromTask } from './task-network.ts'
import type { Met } from './task-network.ts'

/**
 * What tasks ask of the machine they run on: the task metadata endpoint (version 4) and the container credentials endpoint; for
 * processes on loopback, for containers on the bridge's gateway address.
 */
export interface MetadataServer {
  /** Environment variables that say where these are. */
  environment: Engine['access']
  port: number
  /** The bridge's gateway address, where it is one of this machine. */
  bridge: string | undefined
  close(): Promise<void>
}

const MOST_CHUNKS = 16
const UNKNOWN_PATH: { status: number; body: unknown } = {
  status: 404,
  body: 'The path is not the one that this container was given.',
}

/** Starts the endpoint, on the port of the last time if it is free: tasks that still run know it by that. */
export async function startMetadataServer(
  sandbox: Sandbox,
  gateway: string | undefined,
): Promise<MetadataServer> {
  const file = path.join(sandbox.config.dataDir, 'metadata-port')
  const credentials = new CredentialsOfTasks(sandbox)
  const answer = (url: string, method: string, body: string) =>
    agentAnswer(sandbox, url, method, body) ??
    (method === 'GET' ? ok(answerTo(sandbox, credentials, url)) : undefined)
  const loopback = await listen(answer, '127.0.0.1', lastPort(file))
  const { port } = loopback.address() as AddressInfo
  writeFileSync(file, String(port), { mode: 0o600 })
  // Where the Engine runs in a machine of its own, that address is not ours; it has a name for this machine instead.
  const bridge = gateway ? await listen(answer, gateway, port).catch(() => undefined) : undefined
  const host = gateway ? (bridge ? gateway : 'host.docker.internal') : '127.0.0.1'
  const { endpoint } = sandbox.config
  return {
    port,
    bridge: bridge && gateway,
    environment: (scope, task, container) => {
      const metadata = `:${port}/v4/${task.metadataId}-${task.containers.indexOf(container)}`
      const own = `${task.id}-${credentials.tokenOf(task)}`
      const role = taskRoleOf(scope, task) !== undefined
      return {
        process: {
          AWS_ENDPOINT_URL: endpoint,
          ECS_CONTAINER_METADATA_URI_V4: `http://127.0.0.1${metadata}`,
          ECS_AGENT_URI: `http://127.0.0.1${metadata.replace('/v4/', '/api/')}`,
          [TASK_NETWORK]: `http://127.0.0.1:${port}/reach/${own}`,
          // SDKs take plain HTTP from loopback addresses.
          ...(role && {
            AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/v2/credentials/${own}`,
          }),
        },
        docker: {
          ECS_CONTAINER_METADATA_URI_V4: `http://${host}${metadata}`,
          ECS_AGENT_URI: `http://${host}${metadata.replace('/v4/', '/api/')}`,
          ...(role && { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: `/v2/credentials/${own}` }),
        },
      }
    },
    close: async () => {
      await Promise.all([loopback, ...(bridge ? [bridge] : [])].map(close))
    },
  }
}

async function listen(
  answerOf: (url: string, method: string, body: string) => AgentAnswer | undefined,
  host: string,
  port: number,
): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => {
      if (chunks.length < MOST_CHUNKS) chunks.push(chunk)
    })
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const answer = answerOf(request.url ?? '', request.method ?? 'GET', body) ?? UNKNOWN_PATH
      response.writeHead(answer.status, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify(answer.body))
    })
  })
  const start = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(at, host, () => {
        server.off('error', reject)
        resolve()
      })
    })
  await start(port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' || host !== '127.0.0.1') throw error
    return start(0)
  })
  server.unref()
  return server
}

const ok = (body: object | undefined) => body && { status: 200, body }

/** The agent's own endpoint: a task's protection. */
function agentAnswer(sandbox: Sandbox, url: string, method: string, body: string): AgentAnswer | undefined {
  const [, id] = /^\/api\/([0-9a-f]{32})-\d+\/task-protection\/v1\/state$/.exec(url) ?? []
  const found = id === undefined ? undefined : findTask(sandbox, id)
  if (!found || (method !== 'GET' && method !== 'PUT')) return undefined
  return taskProtectionState(sandbox, found.scope, found.task, method, body)
}

function answerTo(sandbox: Sandbox, credentials: CredentialsOfTasks, url: string): object | undefined {
  const { pathname, searchParams } = new URL(url, 'http://task')
  const [, kind, id = '', last = '', rest = ''] = PATHS.exec(pathname) ?? []
  if (kind === 'v4') return metadataAt(sandbox, id, Number(last), rest)
  const found = kind === undefined ? undefined : taskOf(sandbox, credentials, id, last)
  if (!found) return undefined
  const { scope, task } = found
  if (kind === 'v2/credentials') return credentials.credentialsOf(scope, task)
  const [host = '', port = 0] = [searchParams.get('host') ?? '', Number(searchParams.get('port'))]
  const met = inOwnContainers(task, host, port) ?? meetFromTask(sandbox, scope, task, host, port)
  return typeof met === 'string' ? { met } : { met: 'found', ...met }
}

/** Id and what nobody else can know: the random metadata id with the container's index, or the task's id with its token. */
const PATHS = /^\/(v4|v2\/credentials|reach)\/([0-9a-f]{32})-([0-9a-f]{64}|\d+)(\/task|\/)?$/

function metadataAt(sandbox: Sandbox, id: string, index: number, rest: string): object | undefined {
  const found = findTask(sandbox, id)
  const container = found?.task.containers[index]
  if (!found || !container) return undefined
  return rest === '/task'
    ? taskMetadata(found.scope, found.task)
    : containerMetadata(found.scope, found.task, container)
}

function taskOf(sandbox: Sandbox, credentials: CredentialsOfTasks, id: string, token: string) {
  for (const scope of sandbox.store.scopes()) {
    const task = ecs(scope).tasks.get(id)
    if (!task) continue
    const wanted = Buffer.from(credentials.tokenOf(task))
    const given = Buffer.from(token)
    return wanted.length === given.length && timingSafeEqual(wanted, given) ? { scope, task } : undefined
  }
  return undefined
}

/** The containers of a task share localhost; as processes they listen on other ports than in their containers. */
function inOwnContainers(task: TaskDocument, host: string, port: number): Met | undefined {
  if (host !== 'localhost' && !host.startsWith('127.')) return undefined
  const running = task.containers.filter(({ lastStatus }) => lastStatus === 'RUNNING')
  return running.map(({ ports }) => ports[port]).find(real => real !== undefined) ?? 'elsewhere'
}

function findTask(sandbox: Sandbox, metadataId: string): { scope: Scope; task: TaskDocument } | undefined {
  for (const scope of sandbox.store.scopes()) {
    const task = ecs(scope)
      .tasks.values()
      .find(candidate => candidate.metadataId === metadataId)
    if (task) return { scope, task }
  }
  return undefined
}

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise(resolve => server.close(() => resolve()))
}

function lastPort(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8')) || 0
  } catch {
    return 0
  }
}
