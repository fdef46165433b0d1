import { get } from 'node:http'
import { Socket } from 'node:net'
import type { TcpNetConnectOpts } from 'node:net'

/**
 * Node loads this file before the program of a task that runs as a plain process. The program connects to the private names and
 * addresses that AWS's answers carry; the practice account says where they really listen, and what its security groups let through.
 */

/** How long a connection that security groups stop is tried. AWS never answers it; Linux gives up after two minutes. */
const TIMEOUT_MS = 10_000
const PRIVATE =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|127\.|localhost$|ip-)|\.amazonaws\.com\.?$|\.internal\.?$/i

type Answer = { met: 'found'; host: string; port: number } | { met: 'blocked' | 'refused' | 'elsewhere' }

const network = process.env['SLIPWAY_TASK_NETWORK']
const own = new Set([network, process.env['AWS_ENDPOINT_URL']].map(url => url && new URL(url).port))
// Part of Node's public API since 0.x, and what net, tls, http and fetch all connect with.
const connect = Reflect.get(Socket.prototype, 'connect') as (this: Socket, ...args: unknown[]) => Socket

function connectInTask(this: Socket, ...args: unknown[]): Socket {
  const wanted = wantedOf(args)
  if (!network || !wanted || !PRIVATE.test(wanted.host ?? '') || own.has(String(wanted.port))) {
    return connect.apply(this, args)
  }
  // As while a name is looked up: what the program writes meanwhile waits.
  Object.assign(this, { connecting: true })
  const listener = args.findLast(argument => typeof argument === 'function') as (() => void) | undefined
  ask(`${network}?host=${encodeURIComponent(wanted.host ?? '')}&port=${wanted.port}`).then(
    answer => {
      if (this.destroyed) return
      if (answer.met === 'found') {
        const { host, port } = answer
        connect.call(this, { ...wanted, host, port, lookup: undefined }, listener)
      } else if (answer.met === 'refused') this.destroy(failure('ECONNREFUSED', wanted))
      else if (answer.met === 'blocked')
        setTimeout(() => this.destroy(failure('ETIMEDOUT', wanted)), TIMEOUT_MS)
      else connect.apply(this, args)
    },
    // The practice account is being restarted: whatever is there now answers.
    () => this.destroyed || connect.apply(this, args),
  )
  return this
}

/** `connect(options)`, `connect(port, host)`, and the array into which Node itself has put one of them already. */
function wantedOf(args: unknown[]): TcpNetConnectOpts | undefined {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args
  if (typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first))) {
    return { port: Number(first), host: typeof second === 'string' ? second : 'localhost' }
  }
  if (typeof first !== 'object' || first === null) return undefined
  const options: Partial<TcpNetConnectOpts> = first
  return options.port ? { ...options, port: options.port, host: options.host ?? 'localhost' } : undefined
}

function ask(url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('error', reject).on('end', () => {
        try {
          resolve(JSON.parse(text) as Answer)
        } catch (error) {
          reject(new Error(`${url} did not answer JSON.`, { cause: error }))
        }
      })
    })
    request.on('error', reject)
  })
}

/** As Node says it of a connection that the network did not let through. */
function failure(code: 'ECONNREFUSED' | 'ETIMEDOUT', { host, port }: TcpNetConnectOpts): Error {
  const error = new Error(`connect ${code} ${host}:${port}`)
  return Object.assign(error, { code, syscall: 'connect', address: host, port })
}

if (network) Reflect.set(Socket.prototype, 'connect', connectInTask)
