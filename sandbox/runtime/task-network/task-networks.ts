import { readFileSync } from 'node:fs'
import path from 'node:path'
import type Docker from 'dockerode'
import type { RealEndpoint } from '../address-book.ts'
import type { ContainerPlan } from '../runtime.ts'
import { ensureNetworkImage, NETWORK_IMAGE } from './image.ts'

/** Container name of a task's network, which no container of a task definition can have. */
export const NETWORK_HOLDER = '.network'
const FORWARDER_NAME = '.forwarder'
const CREDENTIALS = '169.254.170.2'
const NAME_SERVER = '169.254.169.253'
/** Every private range is an address of the forwarder itself, but those that its own networks are in. */
const FORWARDER_START = [
  'set -- $(ip route show default)',
  'ip route add 192.168.65.0/24 via "$3"',
  `for range in 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 ${CREDENTIALS} ${NAME_SERVER}; do ip route add local $range dev lo table main; done`,
  'exec node --input-type=module-typescript --no-warnings -e "$FORWARDER"',
].join('; ')
const HOLDER_START =
  'for range in $RANGES; do ip route replace $range via $FORWARDER; done; exec sleep 2147483647'

/** Where the practice account takes the tasks' connections, as a container reaches it. */
export interface ForwardTo {
  host: string
  port: number
  token: string
}

/** Whose network it is to be. */
type HoldPlan = Pick<ContainerPlan, 'accountId' | 'region' | 'taskId' | 'hostname' | 'network'> &
  Partial<Pick<ContainerPlan, 'ports'>>

/** A task's network: where the ports of its containers really listen. */
export interface HeldNetwork {
  ports: Record<string, RealEndpoint>
}

/**
 * The networks of tasks in Docker Engine. A small container holds a task's network for as long as the task has containers, so that
 * they find one another at localhost whoever of them has ended; another one, for all tasks, leads what they send into their VPC.
 */
export class TaskNetworks {
  readonly #docker: Docker
  readonly #labels: Record<string, string>
  readonly #held = new Map<string, Promise<HeldNetwork>>()
  #forwarder: Promise<string | undefined> = Promise.resolve(undefined)
  #image: Promise<void> | undefined
  #tasks = new Map<string, string>()

  constructor(docker: Docker, labels: Record<string, string>) {
    this.#docker = docker
    this.#labels = labels
  }

  /** Starts the forwarder, and leads the networks of tasks that run already to it. Without it tasks have no private addresses. */
  open(to: ForwardTo, failed: (error: unknown) => void): void {
    this.#forwarder = this.#startForwarder(to).catch((error: unknown) => {
      failed(error)
      return undefined
    })
  }

  /** Removes the forwarder. */
  async close(): Promise<void> {
    if (await this.#forwarder) await this.#removeForwarder()
  }

  /** The container that holds the task's network; made at the first call. */
  hold(plan: HoldPlan): Promise<HeldNetwork> {
    let held = this.#held.get(plan.taskId)
    if (!held) {
      held = this.#hold(plan)
      this.#held.set(plan.taskId, held)
      held.catch(() => this.#held.delete(plan.taskId))
    }
    return held
  }

  /** Whether the task's network was made here, and has not been ended. */
  holds(taskId: string): boolean {
    return this.#held.has(taskId)
  }

  /** Ends the task's network. */
  async release(taskId: string): Promise<void> {
    // One that is being made is there only afterwards.
    await this.#held.get(taskId)?.catch(() => undefined)
    this.#held.delete(taskId)
    for (const [ip, task] of this.#tasks) if (task === taskId) this.#tasks.delete(ip)
    await this.#docker.getContainer(networkOf(taskId)).remove({ force: true, v: true }).catch(ignoreGone)
  }

  /** The task whose containers have this address on the Engine's network. */
  async taskAt(ip: string): Promise<string | undefined> {
    if (!this.#tasks.has(ip)) {
      const holders = await this.#holders()
      this.#tasks = new Map(
        holders.map(({ Labels, NetworkSettings }) => [
          NetworkSettings.Networks['bridge']?.IPAddress ?? '',
          Labels['slipway.task'] ?? '',
        ]),
      )
    }
    return this.#tasks.get(ip)
  }

  async #hold(plan: HoldPlan): Promise<HeldNetwork> {
    this.#image ??= ensureNetworkImage(this.#docker)
    await this.#image
    const forwarder = await this.#forwarder
    const { ports = plan.ports ?? [], ranges = [] } = plan.network ?? {}
    const tcp = ports.map(port => `${port}/tcp`)
    const { NetworkSettings: settings } = await this.#run(networkOf(plan.taskId), {
      Cmd: ['/bin/sh', '-c', HOLDER_START],
      Env: forwarder
        ? [`FORWARDER=${forwarder}`, `RANGES=${[...ranges, CREDENTIALS, NAME_SERVER].join(' ')}`]
        : [],
      Hostname: plan.hostname.slice(0, 63).split('.')[0] ?? '',
      Labels: {
        ...this.#labels,
        'slipway.account': plan.accountId,
        'slipway.region': plan.region,
        'slipway.task': plan.taskId,
        'slipway.container': NETWORK_HOLDER,
        'slipway.ranges': ranges.join(' '),
      },
      ExposedPorts: Object.fromEntries(tcp.map(port => [port, {}])),
      HostConfig: {
        ...(forwarder && { Dns: [NAME_SERVER] }),
        PortBindings: Object.fromEntries(tcp.map(port => [port, [{ HostIp: '127.0.0.1', HostPort: '' }]])),
      },
    })
    this.#tasks.set(settings.Networks['bridge']?.IPAddress ?? '', plan.taskId)
    return { ports: publishedPorts(settings.Ports) }
  }

  async #startForwarder({ host, port, token }: ForwardTo): Promise<string> {
    this.#image ??= ensureNetworkImage(this.#docker)
    await this.#image
    await this.#removeForwarder()
    const program = readFileSync(path.join(import.meta.dirname, 'forwarder.ts'), 'utf8')
    const { NetworkSettings: settings } = await this.#run(this.#forwarderName, {
      Cmd: ['/bin/sh', '-c', FORWARDER_START],
      Env: [`FORWARDER=${program}`, `FORWARD_HOST=${host}`, `FORWARD_PORT=${port}`, `FORWARD_TOKEN=${token}`],
      Labels: { ...this.#labels, 'slipway.container': FORWARDER_NAME },
      HostConfig: { ...(host === 'host.docker.internal' && { ExtraHosts: [`${host}:host-gateway`] }) },
    })
    const ip = settings.Networks['bridge']?.IPAddress ?? ''
    await Promise.all(
      (await this.#holders()).map(({ Id, Labels }) => this.#lead(Id, Labels['slipway.ranges'] ?? '', ip)),
    )
    return ip
  }

  /** Leads a network that was there before the forwarder to it. */
  async #lead(id: string, ranges: string, forwarder: string): Promise<void> {
    const exec = await this.#docker.getContainer(id).exec({
      Cmd: ['/bin/sh', '-c', HOLDER_START.replace(/; exec.*/, '')],
      Env: [`FORWARDER=${forwarder}`, `RANGES=${ranges} ${CREDENTIALS} ${NAME_SERVER}`],
    })
    await exec.start({ Detach: true })
  }

  /** Creates and starts a container that may change its own network's routes; one of that name that runs already will do. */
  async #run(name: string, options: Docker.ContainerCreateOptions): Promise<Docker.ContainerInspectInfo> {
    const create = () =>
      this.#docker.createContainer({
        ...options,
        ...{ name, Image: NETWORK_IMAGE },
        // As the ECS agent names its own, so that nobody takes it for a learner's.
        Labels: { ...options.Labels, 'com.amazonaws.ecs.container-name': '~internal~ecs~pause' },
        HostConfig: {
          ...options.HostConfig,
          ...{ CapAdd: ['NET_ADMIN'], LogConfig: { Type: 'none', Config: {} } },
        },
      })
    const container = await create().catch(async (error: unknown) => {
      if ((error as { statusCode?: number }).statusCode !== 409) throw error
      const existing = this.#docker.getContainer(name)
      if ((await existing.inspect()).State.Running) return existing
      await existing.remove({ force: true, v: true }).catch(ignoreGone)
      return create()
    })
    // 304: it runs already.
    await container.start().catch((error: unknown) => {
      if ((error as { statusCode?: number }).statusCode !== 304) throw error
    })
    return container.inspect()
  }

  #holders(): Promise<Docker.ContainerInfo[]> {
    const label = [`slipway.data=${this.#labels['slipway.data']}`, `slipway.container=${NETWORK_HOLDER}`]
    return this.#docker.listContainers({ filters: { label } })
  }

  get #forwarderName(): string {
    return `slipway-${this.#labels['slipway.data']}${FORWARDER_NAME}`
  }

  async #removeForwarder(): Promise<void> {
    await this.#docker.getContainer(this.#forwarderName).remove({ force: true, v: true }).catch(ignoreGone)
  }
}

/** Whether a container of this name is no program's of a task. */
export function isNetwork(containerName: string | undefined): boolean {
  return containerName === NETWORK_HOLDER || containerName === FORWARDER_NAME
}

/** Name of the container that holds a task's network. */
export function networkOf(taskId: string): string {
  return `slipway-${taskId}${NETWORK_HOLDER}`
}

function publishedPorts(published: object): Record<string, RealEndpoint> {
  const bindings = Object.entries(published as Record<string, { HostPort: string }[] | null>)
  return Object.fromEntries(
    bindings.flatMap(([port, listeners]): [string, RealEndpoint][] =>
      listeners?.[0]
        ? [[port.split('/')[0] ?? '', { host: '127.0.0.1', port: Number(listeners[0].HostPort) }]]
        : [],
    ),
  )
}

/** 404: it is gone; 409: its removal is under way. */
function ignoreGone(error: unknown): void {
  const { statusCode } = error as { statusCode?: number }
  if (statusCode !== 404 && statusCode !== 409) throw error
}
