import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { findCatalogueImage, hasRepository } from './catalogue.ts'
import type { Catalogue } from './catalogue.ts'
import { connectDocker } from './docker.ts'
import type { DockerRuntime } from './docker.ts'
import { ProcessRuntime } from './process.ts'
import { PullError } from './runtime.ts'
import type { TaskNetworks } from './task-network/task-networks.ts'
import type { ContainerHandle, ContainerPlan, NetworkPlan } from './runtime.ts'
import type { RegistryCredentials, Runtime, TerminalPlan } from './runtime.ts'

export interface OpenRuntime extends Runtime {
  /** Address at which containers reach the host, where that is not 127.0.0.1. */
  gateway: string | undefined
  /** The networks of containers; processes have none of their own. */
  networks?: TaskNetworks
}

/** The runtime that the settings ask for. `auto`: Docker Engine where one answers within a second, else processes. */
export async function openRuntime(options: {
  mode: 'auto' | 'docker' | 'process'
  dataDir: string
  catalogue: Catalogue
}): Promise<OpenRuntime> {
  const { mode, dataDir, catalogue } = options
  const id = dataDirId(dataDir)
  const processes = new ProcessRuntime({ dataDir, id, catalogue })
  const docker = mode === 'process' ? undefined : await connectDocker(id, path.resolve(dataDir))
  if (!docker && mode === 'docker') {
    throw new Error(
      'The practice account is set to run tasks in Docker Engine, and none answers. Start it (`systemctl start docker`), or set SANDBOX_RUNTIME=process.',
    )
  }
  await docker?.removeLost()
  if (!docker) return Object.assign(processes, { gateway: undefined })
  return new EngineAndProcesses(docker, processes, catalogue, await docker.gateway())
}

/** Containers in the Engine; an image of the catalogue that the Engine does not have runs as a process. */
class EngineAndProcesses implements OpenRuntime {
  readonly kind = 'docker'
  readonly gateway: string | undefined
  readonly networks: TaskNetworks
  readonly #docker: DockerRuntime
  readonly #processes: ProcessRuntime
  readonly #catalogue: Catalogue

  constructor(docker: DockerRuntime, processes: ProcessRuntime, catalogue: Catalogue, gateway?: string) {
    this.#docker = docker
    this.#processes = processes
    this.#catalogue = catalogue
    this.gateway = gateway
    this.networks = docker.networks
  }

  async pull(image: string, credentials?: RegistryCredentials): Promise<{ digest?: string }> {
    const local = await this.#docker.hasImage(image)
    if (local) return local
    if (findCatalogueImage(this.#catalogue, image)) return {}
    // No registry has the catalogue's images: asking one would only take time.
    if (hasRepository(this.#catalogue, image)) throw new PullError(image)
    return this.#docker.pull(image, credentials)
  }

  prepare(plan: NetworkPlan): void {
    const inEngine = async (image: string) =>
      !findCatalogueImage(this.#catalogue, image) || (await this.#docker.hasImage(image)) !== undefined
    void Promise.all(plan.images.map(inEngine)).then(all => {
      if (all.includes(true)) this.#docker.prepare(plan)
    })
  }

  release = (taskId: string) => this.#docker.release(taskId)

  async start(plan: ContainerPlan) {
    const runtime = (await this.#docker.hasImage(plan.image)) ? this.#docker : this.#processes
    return runtime.start(plan)
  }

  inspect = (handle: ContainerHandle) => this.#of(handle).inspect(handle)
  signal = (handle: ContainerHandle, signal: 'SIGTERM' | 'SIGKILL') => this.#of(handle).signal(handle, signal)
  exec = (handle: ContainerHandle, command: string[], timeoutMs: number) =>
    this.#of(handle).exec(handle, command, timeoutMs)
  openTerminal = (handle: ContainerHandle, plan: TerminalPlan) => this.#of(handle).openTerminal(handle, plan)
  endTerminal = (handle: ContainerHandle, session: string) => this.#of(handle).endTerminal(handle, session)
  usage = (handle: ContainerHandle) => this.#of(handle).usage(handle)
  follow: Runtime['follow'] = (handle, position, listener) =>
    this.#of(handle).follow(handle, position, listener)
  remove = (handle: ContainerHandle) => this.#of(handle).remove(handle)
  list = async () => [...(await this.#docker.list()), ...(await this.#processes.list())]

  #of(handle: ContainerHandle): Runtime {
    return handle.kind === 'docker' ? this.#docker : this.#processes
  }
}

/** Marks this data folder's containers and processes, so that two practice accounts on one machine keep off each other's. */
function dataDirId(dataDir: string): string {
  const file = path.join(dataDir, 'id')
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    const id = randomBytes(8).toString('hex')
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    writeFileSync(file, id, { mode: 0o600 })
    return id
  }
}
