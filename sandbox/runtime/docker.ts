import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import type Docker from 'dockerode'
import { followContainer } from './docker-output.ts'
import { endingOf, openTerminal } from './docker-terminal.ts'
import { PullError, qualified } from './runtime.ts'
import { isNetwork, NETWORK_HOLDER, networkOf, TaskNetworks } from './task-network/task-networks.ts'
import type {
  ContainerHandle,
  ContainerIdentity,
  ContainerPlan,
  NetworkPlan,
  EngineSettings,
  ContainerState,
} from './runtime.ts'
import type {
  Follower,
  OutputListener,
  RegistryCredentials,
  Runtime,
  StartedContainer,
  Terminal,
  TerminalPlan,
  Usage,
} from './runtime.ts'

const LABEL = 'slipway.data'
const SNAPSHOT_MS = 100
const PING_MS = 1000
/** A pull that says nothing for so long has no network. */
const PULL_SILENCE_MS = 20_000
const END_TERMINAL_MS = 5_000

interface BridgeNetwork {
  IPAM?: { Config?: { Gateway?: string; Subnet?: string }[] }
}

/** Connects to Docker Engine; undefined when none answers within a second. */
export async function connectDocker(id: string, folder: string): Promise<DockerRuntime | undefined> {
  const { default: Dockerode } = await import('dockerode')
  const docker = new Dockerode()
  try {
    await within(PING_MS, docker.ping())
    return new DockerRuntime(docker, id, folder)
  } catch {
    return undefined
  }
}

/** Runs containers in Docker Engine, labelled, their ports published on loopback. */
export class DockerRuntime implements Runtime {
  readonly kind = 'docker'
  readonly #docker: Docker
  readonly #id: string
  readonly #labels: Record<string, string>
  readonly #taskOf = new Map<string, string>()
  /** The networks of the tasks, and what leads them into their VPCs. */
  readonly networks: TaskNetworks
  #running: { at: number; ids: Promise<Set<string>> } | undefined

  /** `id` marks everything that belongs to this data folder. */
  constructor(docker: Docker, id: string, folder: string) {
    this.#docker = docker
    this.#id = id
    this.#labels = { [LABEL]: id, 'slipway.folder': folder, 'slipway.host': hostname() }
    this.networks = new TaskNetworks(docker, this.#labels)
  }

  /** Whether the Engine has the image already. */
  async hasImage(image: string): Promise<{ digest?: string } | undefined> {
    try {
      const { RepoDigests, Id } = await this.#docker.getImage(image).inspect()
      return { digest: RepoDigests?.[0]?.split('@')[1] ?? Id }
    } catch {
      return undefined
    }
  }

  async pull(image: string, credentials?: RegistryCredentials): Promise<{ digest?: string }> {
    const local = await this.hasImage(image)
    if (local) return local
    try {
      await this.#pull(image, credentials)
    } catch (error) {
      throw new PullError(image, '', error)
    }
    const pulled = await this.hasImage(image)
    if (!pulled) throw new PullError(image)
    return pulled
  }

  prepare(plan: NetworkPlan): void {
    void this.networks.hold(plan).catch(() => undefined)
  }

  async release(taskId: string): Promise<void> {
    if (this.networks.holds(taskId)) await this.networks.release(taskId)
  }

  async start(plan: ContainerPlan): Promise<StartedContainer> {
    // The network is made while the container is: only its start needs it.
    const [network, container] = await Promise.allSettled([this.networks.hold(plan), this.#create(plan)])
    try {
      if (container.status === 'rejected') throw container.reason
      if (network.status === 'rejected') throw network.reason
      await container.value.start()
    } catch (error) {
      if (container.status === 'fulfilled') {
        await container.value.remove({ force: true }).catch(() => undefined)
        this.#taskOf.delete(container.value.id)
      }
      await this.#releaseUnused(plan.taskId)
      throw new Error(`CannotStartContainerError: ${reasonOf(error)}`, { cause: error })
    }
    const { id } = container.value
    this.#running = undefined
    const wanted = plan.ports.map(String)
    const ports = Object.entries(network.value.ports).filter(([port]) => wanted.includes(port))
    return { handle: { kind: 'docker', id }, ports: Object.fromEntries(ports) }
  }

  async #create(plan: ContainerPlan): Promise<Docker.Container> {
    const labels = {
      ...plan.engine?.labels,
      ...this.#labels,
      'slipway.account': plan.accountId,
      'slipway.region': plan.region,
      'slipway.task': plan.taskId,
      'slipway.container': plan.containerName,
      // As ECS labels what it starts, so that whoever looks at the Engine can tell.
      'com.amazonaws.ecs.container-name': plan.containerName,
    }
    const container = await this.#docker.createContainer({
      name: `slipway-${plan.taskId}-${plan.containerName}`,
      Image: plan.image,
      ...(plan.command && { Cmd: plan.command }),
      ...(plan.entryPoint && { Entrypoint: plan.entryPoint }),
      ...(plan.workingDirectory && { WorkingDir: plan.workingDirectory }),
      ...(plan.user && { User: plan.user }),
      Env: Object.entries({ ...plan.access?.docker, ...plan.environment }).map(
        ([name, value]) => `${name}=${value}`,
      ),
      Labels: labels,
      HostConfig: {
        NetworkMode: `container:${networkOf(plan.taskId)}`,
        ...(plan.memoryMiB && {
          Memory: plan.memoryMiB * 1024 * 1024,
          MemorySwap: plan.memoryMiB * 1024 * 1024,
        }),
        ...(plan.cpuUnits && { CpuShares: Math.max(2, plan.cpuUnits) }),
        ...(plan.mounts?.length && {
          Mounts: plan.mounts.map(({ source, containerPath, readOnly }) => ({
            ...{ Type: 'bind' as const, Source: source, Target: containerPath, ReadOnly: readOnly },
          })),
        }),
        ...(plan.readonlyRootFilesystem && { ReadonlyRootfs: true }),
        ...(plan.initProcess && { Init: true }),
        ...engineConfig(plan.engine),
        LogConfig: plan.keepOutput
          ? { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } }
          : { Type: 'none', Config: {} },
      },
    })
    this.#taskOf.set(container.id, plan.taskId)
    return container
  }

  async inspect(handle: ContainerHandle): Promise<ContainerState> {
    const { id } = handle as { id: string }
    if ((await this.#runningIds()).has(id)) return { status: 'running' }
    try {
      const { State: state } = await this.#docker.getContainer(id).inspect()
      if (state.Running) return { status: 'running' }
      return { status: 'exited', exitCode: state.ExitCode, outOfMemory: state.OOMKilled }
    } catch (error) {
      if (statusOf(error) === 404) return { status: 'gone' }
      throw error
    }
  }

  async signal(handle: ContainerHandle, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const container = this.#docker.getContainer((handle as { id: string }).id)
    // 404: removed; 409: not running.
    await container.kill({ signal }).catch(ignore(404, 409))
  }

  exec(handle: ContainerHandle, command: string[], timeoutMs: number): Promise<{ exitCode: number }> {
    return this.#exec(handle, { Cmd: command }, timeoutMs)
  }

  async #exec(handle: ContainerHandle, options: Docker.ExecCreateOptions, timeoutMs: number) {
    try {
      const container = this.#docker.getContainer((handle as { id: string }).id)
      const exec = await container.exec({ ...options, AttachStdout: true, AttachStderr: true })
      const stream = await exec.start({})
      stream.resume()
      await within(timeoutMs, new Promise(resolve => stream.once('end', resolve)))
      return { exitCode: (await exec.inspect()).ExitCode ?? 1 }
    } catch {
      return { exitCode: 1 }
    }
  }

  openTerminal(handle: ContainerHandle, plan: TerminalPlan): Promise<Terminal> {
    return openTerminal(this.#docker.getContainer((handle as { id: string }).id), plan)
  }

  async endTerminal(handle: ContainerHandle, session: string): Promise<void> {
    await this.#exec(handle, { Cmd: endingOf(session), User: '0' }, END_TERMINAL_MS)
  }

  async usage(handle: ContainerHandle): Promise<Usage | undefined> {
    const container = this.#docker.getContainer((handle as { id: string }).id)
    try {
      const stats = await container.stats({ stream: false, 'one-shot': true })
      const { cpu_stats: cpu, memory_stats: memory } = stats as Partial<Docker.ContainerStats>
      // Of a container that has ended the Engine answers zeros, or nothing.
      if (!cpu || !memory?.usage) return undefined
      // Pages of files that the kernel may drop at any time are nobody's use: `docker stats` leaves them out too.
      const cache = memory.stats.inactive_file ?? memory.stats.total_inactive_file ?? 0
      return { cpuSeconds: cpu.cpu_usage.total_usage / 1e9, memoryBytes: memory.usage - cache }
    } catch (error) {
      if (statusOf(error) === 404) return undefined
      throw error
    }
  }

  follow(handle: ContainerHandle, position: string | undefined, listener: OutputListener): Follower {
    return followContainer(this.#docker, (handle as { id: string }).id, position, listener)
  }

  async remove(handle: ContainerHandle): Promise<void> {
    const { id } = handle as { id: string }
    const container = this.#docker.getContainer(id)
    // 409: its removal is already under way.
    await container.remove({ force: true, v: true }).catch(ignore(404, 409))
    const taskId = this.#taskOf.get(id)
    this.#taskOf.delete(id)
    if (taskId !== undefined) await this.#releaseUnused(taskId)
  }

  /** A task without containers needs no network. */
  async #releaseUnused(taskId: string): Promise<void> {
    if (![...this.#taskOf.values()].includes(taskId)) await this.networks.release(taskId)
  }

  /** A network whose task has no container any more is among them too: a kill came between. */
  async list(): Promise<(ContainerIdentity & StartedContainer)[]> {
    const filters = { label: [`${LABEL}=${this.#id}`] }
    const all = await this.#docker.listContainers({ all: true, filters })
    const containers = all.filter(({ Labels }) => !isNetwork(Labels['slipway.container']))
    for (const { Id, Labels } of containers) this.#taskOf.set(Id, Labels['slipway.task'] ?? '')
    const tasks = new Set(this.#taskOf.values())
    const left = all.filter(
      ({ Labels }) =>
        Labels['slipway.container'] === NETWORK_HOLDER && !tasks.has(Labels['slipway.task'] ?? ''),
    )
    for (const { Id, Labels } of left) this.#taskOf.set(Id, Labels['slipway.task'] ?? '')
    return [...containers, ...left].map(({ Id, Labels }) => ({
      accountId: Labels['slipway.account'] ?? '',
      region: Labels['slipway.region'] ?? '',
      taskId: Labels['slipway.task'] ?? '',
      containerName: Labels['slipway.container'] ?? '',
      handle: { kind: 'docker', id: Id } as const,
      ports: {},
    }))
  }

  /** Removes containers of practice accounts on this machine whose data folder was deleted: nobody else ever will. */
  async removeLost(): Promise<void> {
    const filters = { label: [`slipway.host=${hostname()}`] }
    const containers = await this.#docker.listContainers({ all: true, filters })
    const lost = containers.filter(({ Labels }) => !existsSync(Labels['slipway.folder'] ?? '/'))
    await Promise.all(lost.map(({ Id }) => this.remove({ kind: 'docker', id: Id })))
  }

  /** Address of the host as containers see it; undefined where the Engine does not say. */
  async gateway(): Promise<string | undefined> {
    try {
      const { IPAM } = (await this.#docker.getNetwork('bridge').inspect()) as BridgeNetwork
      const config = IPAM?.Config?.[0]
      // An Engine that was not told a gateway takes the subnet's first address.
      return config?.Gateway ?? config?.Subnet?.replace(/\d+\/\d+$/, '1')
    } catch {
      return undefined
    }
  }

  async #pull(image: string, credentials: RegistryCredentials | undefined): Promise<void> {
    const stream = await within(
      PULL_SILENCE_MS,
      this.#docker.pull(qualified(image), credentials && { authconfig: credentials }),
    )
    await new Promise<void>((resolve, reject) => {
      const silent = () => reject(new Error(`The registry said nothing for ${PULL_SILENCE_MS / 1000} s.`))
      let timer = setTimeout(silent, PULL_SILENCE_MS)
      const heard = () => {
        clearTimeout(timer)
        timer = setTimeout(silent, PULL_SILENCE_MS)
      }
      this.#docker.modem.followProgress(
        stream,
        error => {
          clearTimeout(timer)
          if (error) reject(error)
          else resolve()
        },
        heard,
      )
    })
  }

  /** One question to the Engine serves all containers that are looked at in the same moment. */
  #runningIds(): Promise<Set<string>> {
    const now = Date.now()
    if (!this.#running || now - this.#running.at > SNAPSHOT_MS) {
      const filters = { label: [`${LABEL}=${this.#id}`], status: ['running'] }
      const ids = this.#docker.listContainers({ filters }).then(list => new Set(list.map(({ Id }) => Id)))
      this.#running = { at: now, ids }
    }
    return this.#running.ids
  }
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Docker Engine gave no answer within ${ms} ms.`)), ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode
}

function reasonOf(error: unknown): string {
  const { json, message } = error as { json?: { message?: string }; message?: string }
  return json?.message ?? message ?? String(error)
}

/** What a task definition sets of the engine itself. */
function engineConfig(settings: EngineSettings = {}): Docker.HostConfig {
  const { ulimits, addCapabilities, dropCapabilities, sharedMemoryMiB, tmpfs } = settings
  return {
    ...(ulimits && {
      Ulimits: ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
    }),
    ...(addCapabilities && { CapAdd: addCapabilities }),
    ...(dropCapabilities && { CapDrop: dropCapabilities }),
    ...(sharedMemoryMiB && { ShmSize: sharedMemoryMiB * 1024 * 1024 }),
    ...(tmpfs && {
      Tmpfs: Object.fromEntries(
        tmpfs.map(({ containerPath, sizeMiB, options }) => [
          containerPath,
          [`size=${sizeMiB}m`, ...options].join(','),
        ]),
      ),
    }),
  }
}

function ignore(...statuses: number[]): (error: unknown) => void {
  return error => {
    if (!statuses.includes(statusOf(error) ?? 0)) throw error
  }
}
