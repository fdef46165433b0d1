import http from 'node:http'
import { EngineAbsent, EngineRefusal } from './engine.ts'

const TIMEOUT_MS = 15_000
const LIMIT = 16 * 1024 * 1024

/** One request to the Docker Engine at `host`; answers its JSON. Throws EngineAbsent or EngineRefusal. */
export async function engineRequest(host: string, method: string, path: string): Promise<unknown> {
  const { status, body } = await send(host, method, path).catch((error: unknown) => {
    throw error instanceof EngineAbsent ? error : absence(host, error as NodeJS.ErrnoException)
  })
  const answer = parse(body)
  if (status < 400) return answer
  const { message } = (answer ?? {}) as { message?: string }
  throw new EngineRefusal(status, message ?? `Docker answers ${status} to ${method} ${path}.`)
}

function send(host: string, method: string, path: string): Promise<{ status: number; body: string }> {
  const options = { method, path, agent: false, headers: { host: 'docker' }, ...place(host) }
  return new Promise((resolve, reject) => {
    const request = http.request({ ...options, signal: AbortSignal.timeout(TIMEOUT_MS) }, response => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > LIMIT) request.destroy(new Error(`The answer to ${path} is larger than 16 MiB.`))
        else chunks.push(chunk)
      })
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      )
      response.once('error', reject)
    })
    request.once('error', reject)
    request.end()
  })
}

function place(host: string): http.RequestOptions {
  const { protocol, hostname, port, pathname } = new URL(host)
  if (protocol === 'unix:') return { socketPath: pathname }
  if (protocol === 'npipe:') return { socketPath: pathname.replaceAll('/', '\\') }
  if (protocol === 'tcp:' || protocol === 'http:') return { host: hostname, port: port || '2375' }
  throw new EngineAbsent(
    `DOCKER_HOST is ${host}, and the checks reach an engine by unix:, npipe: or tcp: only.`,
    'Set DOCKER_HOST to an engine of this machine, and start the workshop again.',
  )
}

/** Why there was no answer, and what to do. */
function absence(host: string, { code, message }: NodeJS.ErrnoException): EngineAbsent {
  if (code === 'EACCES' || code === 'EPERM') {
    return new EngineAbsent(
      `Docker is there, but its socket ${host} refuses you.`,
      'Add yourself to its group, with sudo usermod -aG docker $USER, sign in to the computer anew, and start the workshop again.',
    )
  }
  const why = code === 'ENOENT' || code === 'ECONNREFUSED' ? '' : ` (${message})`
  return new EngineAbsent(
    `No Docker Engine answers at ${host}${why}.`,
    'Start Docker Desktop; on Linux, sudo systemctl start docker. If you do not have it, install Docker first. Then check again; nothing of yours is lost.',
  )
}

function parse(body: string): unknown {
  try {
    return body === '' ? undefined : JSON.parse(body)
  } catch {
    return undefined
  }
}
