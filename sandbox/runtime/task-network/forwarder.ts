import { createSocket } from 'node:dgram'
import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { createInterface } from 'node:readline'

/**
 * Runs in a container of its own, to which the tasks' containers route the private addresses of their VPCs, and the two link-local
 * ones that AWS has for credentials and names. Every connection goes on to the practice account with both ends' addresses in a line
 * before it: who may reach whom is decided there.
 */

const { FORWARD_HOST: host = '', FORWARD_PORT = '', FORWARD_TOKEN: token = '' } = process.env
const port = Number(FORWARD_PORT)
/** Where AWS has its name server in every VPC. */
const NAME_SERVER = '169.254.169.253'
const RETRY_MS = 250
const NAME_TIMEOUT_MS = 5000
const servers = new Map<number, Server>()

function open(header: object): Socket {
  const upstream = connect({ host, port, allowHalfOpen: true, noDelay: true })
  upstream.write(`${JSON.stringify({ token, ...header })}\n`)
  return upstream
}

function forward(socket: Socket): void {
  const upstream = open({ from: socket.remoteAddress, to: socket.localAddress, port: socket.localPort })
  socket.pipe(upstream)
  upstream.pipe(socket)
  const reset = (other: Socket) => () => void (other.destroyed || other.resetAndDestroy())
  socket.on('error', reset(upstream))
  upstream.on('error', reset(socket))
  socket.once('close', () => upstream.destroy())
  upstream.once('close', () => socket.destroy())
}

/** Listens on the ports that somebody in one of the VPCs has, and on no other: elsewhere a connection is refused. */
function listenOn(ports: number[]): void {
  for (const [number, server] of servers) {
    if (ports.includes(number)) continue
    server.close()
    servers.delete(number)
  }
  for (const number of ports) {
    if (servers.has(number)) continue
    const server = createServer({ allowHalfOpen: true, noDelay: true }, forward)
    server.on('error', () => servers.delete(number))
    servers.set(number, server.listen(number, '0.0.0.0', 4096))
  }
}

/** The practice account says on this connection which ports there are; while it is being restarted, it is called again and again. */
function follow(): void {
  const control = open({ control: true })
  createInterface({ input: control }).on('line', line =>
    listenOn((JSON.parse(line) as { ports: number[] }).ports),
  )
  control.on('error', () => undefined)
  control.once('close', () => setTimeout(follow, RETRY_MS))
}

const names = createSocket('udp4')
names.on('message', (question, from) => {
  const upstream = open({ from: from.address, to: NAME_SERVER, port: 53 })
  const length = Buffer.alloc(2)
  length.writeUInt16BE(question.length)
  upstream.write(Buffer.concat([length, question]))
  let answer = Buffer.alloc(0)
  upstream.setTimeout(NAME_TIMEOUT_MS, () => upstream.destroy())
  upstream.on('error', () => undefined)
  upstream.on('data', part => {
    answer = Buffer.concat([answer, part])
    if (answer.length < 2 || answer.length < 2 + answer.readUInt16BE()) return
    names.send(answer.subarray(2), from.port, from.address)
    upstream.destroy()
  })
})
names.on('error', error => process.stderr.write(`${error.message}\n`))
names.bind(53, NAME_SERVER)
follow()
