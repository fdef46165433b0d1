import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { StartError } from './start-error.ts'

/** Makes sure that a server can listen on the port, and answers it; for 0, a free one. */
export async function claimPort(port: number, variable: string, what: string): Promise<number> {
  try {
    return await listenOnce(port)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES') {
      throw new StartError(
        `Port ${port} for the ${what} is not allowed to this user. Choose one above 1023: ${variable}=${byHand(port)} npm start`,
      )
    }
    if (code !== 'EADDRINUSE') throw error
    const holder = await portHolder(port)
    const who = holder ? ` by ${holder}` : ''
    throw new StartError(
      `Port ${port} for the ${what} is taken${who}. Stop that, or choose another: ${variable}=${byHand(port)} npm start`,
    )
  }
}

function byHand(port: number): number {
  return port < 1024 ? 4321 : port + 1
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const found = (server.address() as AddressInfo).port
      server.close(() => resolve(found))
    })
  })
}

/** Who listens on the port, such as `nginx (process 4321)`; null when it cannot be known cheaply. */
export async function portHolder(port: number): Promise<string | null> {
  try {
    return process.platform === 'linux' ? holderOnLinux(port) : await holderByLsof(port)
  } catch {
    return null
  }
}

function holderOnLinux(port: number): string | null {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(file =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map(line => line.trim().split(/\s+/))
      .filter(fields => fields[1]?.endsWith(`:${hex}`) && fields[3] === '0A')
      .map(fields => `socket:[${fields[9]}]`),
  )
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    if (inodes.some(inode => opens(pid, inode))) {
      return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (process ${pid})`
    }
  }
  return null
}

function opens(pid: string, inode: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some(fd => linkOf(`/proc/${pid}/fd/${fd}`) === inode)
  } catch {
    return false
  }
}

function linkOf(file: string): string | null {
  try {
    return readlinkSync(file)
  } catch {
    return null
  }
}

function holderByLsof(port: number): Promise<string | null> {
  return new Promise(resolve => {
    execFile('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { timeout: 3000 }, (_, stdout) => {
      const [, pid, name] = /^p(\d+)\nc(.+)$/m.exec(stdout) ?? []
      resolve(pid ? `${name} (process ${pid})` : null)
    })
  })
}
