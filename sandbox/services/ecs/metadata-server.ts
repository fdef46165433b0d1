import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { containerMetadata, taskMetadata } from './metadata-shape.ts'
import { ecs } from './store.ts'
import type { ContainerDocument, TaskDocument } from './store.ts'

/** The task metadata endpoint, version 4: for processes on loopback, for containers on the bridge's gateway address. */
export interface MetadataServer {
  uri(task: TaskDocument, container: ContainerDocument): string
  close(): Promise<void>
}

/** Starts the endpoint, on the port of the last time if it is free: tasks that still run know it by that. */
export async function startMetadataServer(
  sandbox: Sandbox,
  gateway: string | undefined,
): Promise<MetadataServer> {
  const file = path.join(sandbox.config.dataDir, 'metadata-port')
  const loopback = await listen(sandbox, '127.0.0.1', lastPort(file))
  const { port } = loopback.address() as AddressInfo
  writeFileSync(file, String(port), { mode: 0o600 })
  // Where the Engine runs in a machine of its own, that address is not ours; it has a name for this machine instead.
  const bridge = gateway ? await listen(sandbox, gateway, port).catch(() => undefined) : undefined
  const host = gateway ? (bridge ? gateway : 'host.docker.internal') : '127.0.0.1'
  return {
    uri: (task, container) => {
      const inContainer = gateway && container.handle?.kind !== 'process'
      return `http://${inContainer ? host : '127.0.0.1'}:${port}/v4/${task.metadataId}-${containerIndex(task, container)}`
    },
    close: async () => {
      await Promise.all([loopback, ...(bridge ? [bridge] : [])].map(close))
    },
  }
}

function containerIndex(task: TaskDocument, container: ContainerDocument): number {
  return task.containers.indexOf(container)
}

async function listen(sandbox: Sandbox, host: string, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    const answer = request.method === 'GET' ? answerTo(sandbox, request.url ?? '') : undefined
    response.writeHead(answer ? 200 : 404, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(answer ?? 'The path is not the one that this container was given.'))
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

/** The id is 128 random bits: who does not know it learns nothing. */
function answerTo(sandbox: Sandbox, url: string): object | undefined {
  const [, id, index, rest = ''] = /^\/v4\/([0-9a-f]{32})-(\d+)(\/task|\/)?$/.exec(url) ?? []
  if (!id) return undefined
  const found = findTask(sandbox, id)
  const container = found?.task.containers[Number(index)]
  if (!found || !container) return undefined
  return rest === '/task'
    ? taskMetadata(found.scope, found.task)
    : containerMetadata(found.scope, found.task, container)
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
