import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { request } from 'node:http'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { delimiter, join } from 'node:path'

/**
 * `mysql` and `mariadb` of a lab's shell. AWS's names of databases exist in the practice account alone, and these clients know of no
 * proxy: here they get a port of this machine that leads through it. Any other host is left to the machine's own client.
 */

const [program = 'mysql', ...args] = process.argv.slice(2)
const OWN = join(import.meta.dirname, 'bin')
const ENDPOINT = /^[a-z0-9-]+\.[a-z0-9]+\.[a-z0-9-]+\.rds\.amazonaws\.com$/i

const host = optionOf(args, 'h', 'host')
const proxy = process.env.http_proxy
if (host !== undefined && proxy && ENDPOINT.test(host)) await lead(host, proxy)
else run(args)

async function lead(host: string, proxy: string): Promise<void> {
  const authority = `${host}:${optionOf(args, 'P', 'port') ?? '3306'}`
  const first = await tunnel(authority, proxy)
  if (typeof first === 'string') return fail(first.trim(), 1)
  let waiting: Socket | undefined = first
  const server = createServer(client => {
    const ready = waiting
    waiting = undefined
    void Promise.resolve(ready ?? tunnel(authority, proxy)).then(upstream => {
      if (typeof upstream === 'string') return client.destroy()
      for (const [one, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        one.on('error', () => other.destroy()).on('close', () => other.destroy())
        one.pipe(other)
      }
    })
  })
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo
    process.stderr.write(`${host} is in the practice account, and runs on this machine.\n`)
    const secure = args.some(argument => /^--(?:skip-|disable-)?ssl/.test(argument))
    // A client that wants a certificate by default is not to fail where none was asked for.
    const certificate = secure ? [] : ['--loose-skip-ssl-verify-server-cert']
    run([...args, ...certificate, '--protocol=TCP', '--host=127.0.0.1', `--port=${port}`])
  })
}

/** A connection through the proxy, or what the proxy says against it. */
function tunnel(authority: string, proxy: string): Promise<Socket | string> {
  return new Promise(resolve => {
    const asked = request(proxy, { method: 'CONNECT', path: authority, headers: { host: authority } })
    asked.on('connect', (answer, socket: Socket, head) => {
      if (answer.statusCode === 200) {
        // Servers of databases speak first: their greeting waits until there is somebody to hear it.
        socket.pause()
        socket.unshift(head)
        return resolve(socket)
      }
      let text = head.toString('utf8')
      socket.setEncoding('utf8').on('data', (part: string) => (text += part))
      socket.on('close', () => resolve(text))
    })
    asked.on('error', error => resolve(`The practice account does not answer: ${error.message}`))
    asked.end()
  })
}

/** The machine's own client, in the terminal, with this process's exit code. */
function run(argumentsOfClient: string[]): void {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .filter(folder => folder !== OWN)
    .map(folder => join(folder, program))
    .find(isExecutable)
  if (!found) {
    return fail(`${program}: not found. On Debian and Ubuntu: sudo apt-get install mariadb-client`, 127)
  }
  const child = spawn(found, argumentsOfClient, { stdio: 'inherit' })
  // Ctrl-C is the client's: it ends a statement, not the client.
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, () => undefined)
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The last value of an option in any of its spellings: `-h x`, `-hx`, `--host x`, `--host=x`. */
function optionOf(given: string[], short: string, long: string): string | undefined {
  const values = given.flatMap((argument, index) => {
    if (argument === `-${short}` || argument === `--${long}`) return given[index + 1] ?? []
    if (argument.startsWith(`--${long}=`)) return argument.slice(long.length + 3)
    if (argument.startsWith(`-${short}`) && !argument.startsWith('--')) return argument.slice(2)
    return []
  })
  return values.at(-1)
}

function fail(text: string, exitCode: number): void {
  process.stderr.write(`${text}\n`)
  process.exitCode = exitCode
}
