import { execFile, spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { findCatalogueImage, hasRepository } from './catalogue.ts'
import type { Catalogue } from './catalogue.ts'
import { followFiles } from './file-follower.ts'
import { freePort } from './free-port.ts'
import { endTerminal, openTerminal } from './process-terminal.ts'
import { memoryOf, processesMarked, startTimeOf, usageOf } from './process-table.ts'
import { PullError } from './runtime.ts'
import type { RealEndpoint } from './address-book.ts'
import type { ContainerHandle, ContainerIdentity, ContainerPlan, Mount, Runtime } from './runtime.ts'
import type { ContainerState, Follower, OutputListener, StartedContainer, Usage } from './runtime.ts'
import type { Terminal, TerminalPlan } from './runtime.ts'

/** Where a program asks what its connections meet. */
export const TASK_NETWORK = 'SLIPWAY_TASK_NETWORK'

/** Leads the connections of Node's programs to private names and addresses; other programs reach none of them. */
const PRELOAD = pathToFileURL(path.join(import.meta.dirname, 'preload.ts')).href
const MARK = 'SLIPWAY_CONTAINER'

/** A shell that outlives the program, to keep its exit code for a practice account that is being restarted. */
const WRAPPER = 'code="$1"; shift; trap : TERM; "$@"; echo $? >"$code.new"; mv "$code.new" "$code"'

interface ProcessFile extends ContainerIdentity {
  pid: number
  startTime: string
  environment: Record<string, string>
  cwd: string
  ports: Record<string, RealEndpoint>
  memoryMiB?: number
}

type ProcessHandle = Extract<ContainerHandle, { kind: 'process' }>

/** Runs the catalogue's images as plain processes, each in its own group, with a folder for output and exit code. */
export class ProcessRuntime implements Runtime {
  readonly kind = 'process'
  readonly #root: string
  readonly #id: string
  readonly #catalogue: Catalogue
  readonly #memoryRead = new Map<string, number>()

  /** `id` marks everything that belongs to this data folder. */
  constructor(options: { dataDir: string; id: string; catalogue: Catalogue }) {
    this.#root = path.join(options.dataDir, 'tasks')
    this.#id = options.id
    this.#catalogue = options.catalogue
  }

  pull(image: string): Promise<{ digest?: string }> {
    if (findCatalogueImage(this.#catalogue, image)) return Promise.resolve({})
    return Promise.reject(new PullError(image, this.#advice(image)))
  }

  async start(plan: ContainerPlan): Promise<StartedContainer> {
    const image = findCatalogueImage(this.#catalogue, plan.image)
    if (!image) throw new PullError(plan.image, this.#advice(plan.image))
    const folder = path.join(this.#root, plan.taskId, plan.containerName)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true, mode: 0o700 })

    const wanted = {
      ...image.environment,
      ...plan.access?.process,
      ...withRealFolders(plan.environment, plan.mounts),
    }
    const listensOn = wanted[image.portVariable] ?? String(image.port)
    const port = await freePort()
    const environment = {
      ...wanted,
      [image.portVariable]: String(port),
      [image.hostVariable]: '127.0.0.1',
      ...(plan.access && { NODE_OPTIONS: `${wanted['NODE_OPTIONS'] ?? ''} --import=${PRELOAD}`.trim() }),
      HOSTNAME: plan.hostname,
      HOME: folder,
      PATH: `${path.dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
      [MARK]: [this.#id, plan.accountId, plan.region, plan.taskId, plan.containerName].join('/'),
    }
    // Bound to loopback in its container, an application cannot be reached from outside: nor can it here.
    const reachable = !/^(localhost|127\.)/.test(wanted[image.hostVariable] ?? '')
    const ports = reachable ? { [listensOn]: { host: '127.0.0.1', port } } : {}

    const program =
      plan.entryPoint?.length || plan.command?.length ? commandOf(image.command, plan) : image.command
    const { pid } = this.#spawn(program, folder, image.cwd, environment, plan.keepOutput)
    const startTime = startTimeOf(pid) ?? ''
    const { accountId, region, taskId, containerName, memoryMiB } = plan
    const file: ProcessFile = {
      ...{ accountId, region, taskId, containerName, pid, startTime, environment, cwd: image.cwd, ports },
      ...(memoryMiB !== undefined && { memoryMiB }),
    }
    writeFileSync(path.join(folder, 'process.json'), JSON.stringify(file), { mode: 0o600 })
    return { handle: { kind: 'process', pid, startTime, folder }, ports }
  }

  inspect(handle: ContainerHandle): Promise<ContainerState> {
    return Promise.resolve(this.#inspect(handle as ProcessHandle))
  }

  signal(handle: ContainerHandle, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { pid } = handle as ProcessHandle
    if (isAlive(handle as ProcessHandle) && !killGroup(pid, signal)) kill(pid, signal)
    return Promise.resolve()
  }

  exec(handle: ContainerHandle, command: string[], timeoutMs: number): Promise<{ exitCode: number }> {
    const file = readProcessFile((handle as ProcessHandle).folder)
    if (!file) return Promise.resolve({ exitCode: 1 })
    const [program = '', ...args] = command.map(word => withRealPorts(word, file.ports))
    // Without the mark: a restart must not take a health check for a container.
    const { [MARK]: _, ...env } = file.environment
    const options = { cwd: file.cwd, env, timeout: timeoutMs, killSignal: 'SIGKILL' as const }
    return new Promise(resolve => {
      execFile(program, args, options, error => resolve({ exitCode: error ? 1 : 0 }))
    })
  }

  openTerminal(handle: ContainerHandle, plan: TerminalPlan): Promise<Terminal> {
    const file = readProcessFile((handle as ProcessHandle).folder)
    if (!file) return Promise.reject(new Error('The container is gone.'))
    const { [MARK]: _, ...environment } = file.environment
    const command = plan.command.map(word => withRealPorts(word, file.ports))
    const mark = `${this.#id}/${plan.session}`
    return Promise.resolve(openTerminal({ ...plan, command }, { cwd: file.cwd, environment, mark }))
  }

  endTerminal(_handle: ContainerHandle, session: string): Promise<void> {
    return endTerminal(`${this.#id}/${session}`)
  }

  usage(handle: ContainerHandle): Promise<Usage | undefined> {
    return Promise.resolve(
      isAlive(handle as ProcessHandle) ? usageOf((handle as ProcessHandle).pid) : undefined,
    )
  }

  follow(handle: ContainerHandle, position: string | undefined, listener: OutputListener): Follower {
    const { folder } = handle as ProcessHandle
    return followFiles([path.join(folder, 'stdout'), path.join(folder, 'stderr')], position, listener)
  }

  remove(handle: ContainerHandle): Promise<void> {
    const { folder } = handle as ProcessHandle
    void this.signal(handle, 'SIGKILL')
    this.#memoryRead.delete(folder)
    rmSync(folder, { recursive: true, force: true })
    try {
      rmdirSync(path.dirname(folder))
    } catch {
      // Another container of the task still has its folder there.
    }
    return Promise.resolve()
  }

  list(): Promise<(ContainerIdentity & StartedContainer)[]> {
    const filed = foldersIn(this.#root).flatMap(folder => {
      const file = readProcessFile(folder)
      if (!file) return []
      const { accountId, region, taskId, containerName, pid, startTime, ports } = file
      const handle: ProcessHandle = { kind: 'process', pid, startTime, folder }
      return [{ accountId, region, taskId, containerName, handle, ports }]
    })
    return Promise.resolve([...filed, ...this.#unfiled(new Set(filed.map(({ handle }) => handle.pid)))])
  }

  /** Processes that were started, but not yet written down, when the practice account was killed. */
  #unfiled(known: Set<number>): (ContainerIdentity & StartedContainer)[] {
    return processesMarked(MARK, `${this.#id}/`).flatMap(({ pid, value }) => {
      const [, accountId = '', region = '', taskId = '', containerName = ''] = value.split('/')
      const folder = path.join(this.#root, taskId, containerName)
      const filed = readProcessFile(folder)
      // The program below a wrapper that is known carries the same mark.
      if (known.has(pid) || (filed && isAlive({ kind: 'process', ...filed, folder }))) return []
      const handle: ProcessHandle = { kind: 'process', pid, startTime: startTimeOf(pid) ?? '', folder }
      return [{ accountId, region, taskId, containerName, handle, ports: {} }]
    })
  }

  #spawn(program: string[], folder: string, cwd: string, env: Record<string, string>, keepOutput: boolean) {
    const open = (name: string) => openSync(path.join(folder, name), 'a', 0o600)
    const output = keepOutput ? [open('stdout'), open('stderr')] : []
    try {
      const child = spawn('/bin/sh', ['-c', WRAPPER, 'sh', path.join(folder, 'exit-code'), ...program], {
        cwd,
        env,
        detached: true,
        stdio: ['ignore', output[0] ?? 'ignore', output[1] ?? 'ignore'],
      })
      child.on('error', () => undefined)
      child.unref()
      if (child.pid === undefined)
        throw new Error(`CannotStartContainerError: ${program.join(' ')}: could not be started in ${cwd}`)
      return { pid: child.pid }
    } finally {
      for (const fd of output) closeSync(fd)
    }
  }

  #inspect(handle: ProcessHandle): ContainerState {
    if (isAlive(handle)) {
      this.#enforceMemory(handle)
      return { status: 'running' }
    }
    if (!existsSync(handle.folder)) return { status: 'gone' }
    // A wrapper that was killed alone leaves its program behind; a pid in use again is somebody else's.
    if (startTimeOf(handle.pid) === undefined) killGroup(handle.pid, 'SIGKILL')
    const code = readText(path.join(handle.folder, 'exit-code'))
    const outOfMemory = existsSync(path.join(handle.folder, 'out-of-memory'))
    return { status: 'exited', exitCode: code === undefined ? 137 : Number(code), outOfMemory }
  }

  #enforceMemory(handle: ProcessHandle): void {
    const last = this.#memoryRead.get(handle.folder) ?? 0
    if (Date.now() - last < 1000) return
    this.#memoryRead.set(handle.folder, Date.now())
    const limit = readProcessFile(handle.folder)?.memoryMiB
    if (limit === undefined || memoryOf(handle.pid) <= limit * 1024 * 1024) return
    writeFileSync(path.join(handle.folder, 'out-of-memory'), '')
    killGroup(handle.pid, 'SIGKILL')
  }

  #advice(image: string): string {
    if (hasRepository(this.#catalogue, image)) return ''
    const images = this.#catalogue.images.flatMap(({ name, tags }) => tags.map(tag => `${name}:${tag}`))
    return `No container engine answers on this machine, so only these images can run: ${images.join(', ') || 'none'}. Install and start Docker Engine to run ${image}.`
  }
}

function commandOf(own: string[], plan: ContainerPlan): string[] {
  if (plan.entryPoint?.length) return [...plan.entryPoint, ...(plan.command ?? [])]
  return plan.command ?? own
}

/** A program without a container sees no mounts: what it is told of a mounted path becomes the folder behind it. */
function withRealFolders(environment: Record<string, string>, mounts: Mount[] = []): Record<string, string> {
  const real = (value: string) => {
    const mount = mounts.find(({ containerPath: at }) => value === at || value.startsWith(`${at}/`))
    return mount ? mount.source + value.slice(mount.containerPath.length) : value
  }
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, real(value)]))
}

/** In its container an application is at localhost and its own port; here that port is another one. */
function withRealPorts(word: string, ports: Record<string, RealEndpoint>): string {
  return word.replace(/\b(?:localhost|127\.0\.0\.1):(\d+)\b/g, (whole, port: string) => {
    const real = ports[port]
    return real ? `${real.host}:${real.port}` : whole
  })
}

function isAlive({ pid, startTime }: ProcessHandle): boolean {
  return startTimeOf(pid) === startTime && startTime !== ''
}

function killGroup(pid: number, signal: NodeJS.Signals): boolean {
  return kill(-pid, signal)
}

/** False when there is no such process. */
function kill(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

function foldersIn(root: string): string[] {
  const names = (folder: string) => (existsSync(folder) ? readdirSync(folder) : [])
  return names(root).flatMap(task => names(path.join(root, task)).map(name => path.join(root, task, name)))
}

function readProcessFile(folder: string): ProcessFile | undefined {
  const text = readText(path.join(folder, 'process.json'))
  try {
    return text === undefined ? undefined : (JSON.parse(text) as ProcessFile)
  } catch {
    return undefined
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
