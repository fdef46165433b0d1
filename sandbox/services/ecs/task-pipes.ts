import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Sandbox } from '../../operation.ts'
import type { TaskNetworks } from '../../runtime/task-network/task-networks.ts'
import type { Scope } from '../../store/store.ts'
import { balancing } from '../elbv2/store.ts'
import { ecs } from './store.ts'
import type { TaskDocument } from './store.ts'
import { answerQuestion } from './task-names.ts'
import { meetFromTask, resolveForTask } from './task-network.ts'

/** Addresses that AWS has in every VPC. */
const CREDENTIALS = '169.254.170.2'
const NAME_SERVER = '169.254.169.253'
const LONGEST_LINE = 1024
/** How long a connection that security groups stop stays unanswered; database drivers wait ten seconds. */
const BLOCKED_MS = 15_000
const PORTS_MS = 250

interface Line {
  token?: string
  control?: boolean
  from?: string
  to?: string
  port?: number
}

/** What the forwarder of the tasks' networks brings: it decides whom a connection meets, and leads it there. */
export interface TaskPipes {
  /** Where containers reach the AWS APIs. */
  endpoint: string
  close(): Promise<void>
}

/**
 * Takes the connections of containers, on the bridge's gateway address; where the Engine has a machine of its own, on loopback, which
 * that has a name for. `metadataPort` is where credentials are answered on loopback.
 */
export async function startTaskPipes(
  sandbox: Sandbox,
  networks: TaskNetworks,
  at: { bridge: string | undefined; metadataPort: number },
): Promise<TaskPipes> {
  const token = randomBytes(32).toString('hex')
  const gatewayPort = Number(new URL(sandbox.config.endpoint).port)
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    void serve(socket).catch(() => socket.destroy())
  })
  server.listen(0, at.bridge ?? '127.0.0.1')
  await once(server, 'listening')
  const apis = at.bridge ? await relay(at.bridge, gatewayPort, sockets).catch(() => undefined) : undefined
  const { port } = server.address() as AddressInfo
  networks.open({ host: at.bridge ?? 'host.docker.internal', port, token }, error => {
    sandbox.log.error(
      { err: error },
      'Tasks reach no private addresses, names and credentials: their network could not be led.',
    )
  })

  async function serve(socket: Socket): Promise<void> {
    const line = await readLine(socket)
    if (!line || !sameToken(line.token, token)) return void socket.destroy()
    if (line.control) return tellPorts(socket, () => portsOf(sandbox, gatewayPort))
    const { from = '', to = '', port: wanted = 0 } = line
    if (to === CREDENTIALS) {
      return lead(socket, { host: '127.0.0.1', port: wanted === 80 ? at.metadataPort : gatewayPort })
    }
    const found = findTask(sandbox, await networks.taskAt(from))
    if (!found) return void socket.resetAndDestroy()
    const { scope, task } = found
    if (to === NAME_SERVER) return answerNames(socket, name => resolveForTask(sandbox, scope, task, name))
    const met = meetFromTask(sandbox, scope, task, to, wanted)
    if (typeof met === 'object') lead(socket, met)
    else if (met === 'refused') socket.resetAndDestroy()
    else setTimeout(() => socket.destroyed || socket.resetAndDestroy(), BLOCKED_MS).unref()
  }

  return {
    // An address that the machine's browser reaches too, for presigned URLs; else by way of the forwarder.
    endpoint: `http://${apis ? at.bridge : CREDENTIALS}:${gatewayPort}`,
    close: async () => {
      await networks.close()
      for (const one of [server, apis]) one?.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** The gateway listens on loopback alone; this lets containers in, and nobody else. */
async function relay(host: string, port: number, sockets: Set<Socket>): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, socket => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    lead(socket, { host: '127.0.0.1', port })
  })
  server.listen(port, host)
  await once(server, 'listening')
  return server
}

/** The line before the connection's own bytes; undefined when there is none. */
function readLine(socket: Socket): Promise<Line | undefined> {
  return new Promise(resolve => {
    let text = Buffer.alloc(0)
    const read = () => {
      const part = socket.read() as Buffer | null
      if (!part) return
      text = Buffer.concat([text, part])
      const end = text.indexOf(10)
      if (end === -1 && text.length < LONGEST_LINE) return
      socket.off('readable', read)
      if (end === -1) return resolve(undefined)
      socket.unshift(text.subarray(end + 1))
      try {
        resolve(JSON.parse(text.toString('utf8', 0, end)) as Line)
      } catch {
        resolve(undefined)
      }
    }
    socket.on('readable', read)
    socket.once('close', () => resolve(undefined))
  })
}

function sameToken(given: string | undefined, wanted: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function lead(socket: Socket, real: { host: string; port: number }): void {
  const upstream = connect({ ...real, allowHalfOpen: true, noDelay: true })
  upstream.on('error', () => socket.destroyed || socket.resetAndDestroy())
  upstream.once('close', () => socket.destroy())
  socket.once('close', () => upstream.destroy())
  socket.pipe(upstream)
  upstream.pipe(socket)
}

/** Tells the forwarder which ports to listen on, and again whenever others are in use. */
function tellPorts(socket: Socket, current: () => number[]): void {
  let told = ''
  const tell = () => {
    const ports = JSON.stringify({ ports: current() })
    if (ports !== told) socket.write(`${ports}\n`)
    told = ports
  }
  tell()
  const timer = setInterval(tell, PORTS_MS).unref()
  socket.resume()
  socket.once('close', () => clearInterval(timer))
}

function portsOf(sandbox: Sandbox, gatewayPort: number): number[] {
  const listeners = sandbox.store.scopes().flatMap(scope => balancing(scope).listeners.values())
  const ports = new Set([
    53,
    80,
    gatewayPort,
    ...sandbox.addresses.ports(),
    ...listeners.map(({ Port }) => Port),
  ])
  return [...ports].sort((a, b) => a - b)
}

/** DNS over TCP: each packet after its length. */
function answerNames(socket: Socket, resolve: (name: string) => string | undefined): void {
  let left = Buffer.alloc(0)
  socket.on('data', (part: Buffer) => {
    left = Buffer.concat([left, part])
    while (left.length >= 2 && left.length >= 2 + left.readUInt16BE()) {
      const length = left.readUInt16BE()
      const question = left.subarray(2, 2 + length)
      left = left.subarray(2 + length)
      void answerQuestion(question, resolve).then(answer => {
        const size = Buffer.alloc(2)
        size.writeUInt16BE(answer.length)
        if (!socket.destroyed) socket.write(Buffer.concat([size, answer]))
      })
    }
  })
  socket.once('end', () => socket.end())
}

function findTask(
  sandbox: Sandbox,
  id: string | undefined,
): { scope: Scope; task: TaskDocument } | undefined {
  if (id === undefined) return undefined
  for (const scope of sandbox.store.scopes()) {
    const task = ecs(scope).tasks.get(id)
    if (task) return { scope, task }
  }
  return undefined
}
