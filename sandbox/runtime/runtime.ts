import type { Cancel } from '../clock.ts'
import type { RealEndpoint } from './address-book.ts'

/** Which container of which task: written on every container and process, so that a restart knows its own. */
export interface ContainerIdentity {
  accountId: string
  region: string
  taskId: string
  containerName: string
}

/** A folder of this machine in a container. As a process there is no mount: what its environment says of the path is rewritten. */
export interface Mount {
  source: string
  containerPath: string
  readOnly: boolean
}

/** What a container has used: CPU time since it started, and the memory it holds now. */
export interface Usage {
  cpuSeconds: number
  memoryBytes: number
}

/** The network of a task, the same for all its containers. */
export interface TaskNetwork {
  /** Ports of all the task's containers. */
  ports: number[]
  /** Ranges of its VPC, such as 172.31.0.0/16. */
  ranges: string[]
}

/** Settings of a container that a process does not have. */
export interface EngineSettings {
  labels?: Record<string, string>
  ulimits?: { name: string; soft: number; hard: number }[]
  addCapabilities?: string[]
  dropCapabilities?: string[]
  sharedMemoryMiB?: number
  tmpfs?: { containerPath: string; sizeMiB: number; options: string[] }[]
}

/** What to run. */
export interface ContainerPlan extends ContainerIdentity {
  image: string
  command?: string[]
  entryPoint?: string[]
  environment: Record<string, string>
  /** Variables that depend on what it really runs as; `environment` goes before them. */
  access?: Record<'docker' | 'process', Record<string, string>>
  workingDirectory?: string
  user?: string
  /** Hard limit in MiB; beyond it the container is killed as out of memory. */
  memoryMiB?: number
  /** CPU units, 1024 = one vCPU. */
  cpuUnits?: number
  /** Ports that the container listens on. */
  ports: number[]
  /** As awsvpc gives it, such as ip-172-31-16-23.eu-west-1.compute.internal. */
  hostname: string
  /** False when no log driver wants the output. */
  keepOutput: boolean
  readonlyRootFilesystem?: boolean
  initProcess?: boolean
  /** What only a container engine can set; processes go without. */
  engine?: EngineSettings
  /** Folders of this machine that the container sees at a path of its own. */
  mounts?: Mount[]
  /** The network that it shares with the task's other containers; without it, its own. */
  network?: TaskNetwork
}

/** Names a running container for as long as it exists, across restarts of the practice account. */
export type ContainerHandle =
  { kind: 'process'; pid: number; startTime: string; folder: string } | { kind: 'docker'; id: string }

export type ContainerState =
  | { status: 'running' }
  | { status: 'exited'; exitCode: number; outOfMemory: boolean }
  /** Nothing is known of it: somebody removed it by hand. */
  | { status: 'gone' }

export interface StartedContainer {
  handle: ContainerHandle
  /** Where each listening port really is. A port that only the container itself can reach is missing. */
  ports: Record<string, RealEndpoint>
}

export interface OutputLine {
  /** Milliseconds since the epoch. */
  timestamp: number
  message: string
}

/** Reads a container's output as it comes. */
export interface Follower {
  /** Reads what is left of an ended container's output, then stops. */
  drain(): Promise<void>
  stop: Cancel
}

/** User and password for the registry that an image comes from. */
export interface RegistryCredentials {
  username: string
  password: string
}

/** Gets the lines, and the position from which to go on after a restart. */
export type OutputListener = (lines: OutputLine[], position: string) => void

/** A command to run in a container with a terminal of its own. */
export interface TerminalPlan {
  command: string[]
  /** Marks all that the command starts, so that nothing of it stays behind. */
  session: string
  columns: number
  rows: number
}

/** A command that runs in a container, at a terminal. */
export interface Terminal {
  onOutput(listener: (bytes: Buffer) => void): void
  /** Called once, after the last output. */
  onEnd(listener: (exitCode: number) => void): void
  write(bytes: Buffer): void
  resize(columns: number, rows: number): void
  /** Lets the command wait with its output. */
  pause(): void
  resume(): void
}

/** A task whose network is to be made before its first container. */
export interface NetworkPlan extends Pick<ContainerPlan, 'accountId' | 'region' | 'taskId' | 'hostname'> {
  network: TaskNetwork
  images: string[]
}

/** How tasks really run: Docker Engine, processes, or a fake in tests. */
export interface Runtime {
  /** What runs containers, for people. */
  readonly kind: 'docker' | 'process'
  /** Makes the image ready. Throws a PullError with AWS's text. */
  pull(image: string, credentials?: RegistryCredentials): Promise<{ digest?: string }>
  /** Begins to make a task's network, so that its first container need not wait for it. What fails comes out when that starts. */
  prepare?(plan: NetworkPlan): void
  /** Ends what `prepare` began, of a task that no container was started for too. */
  release?(taskId: string): Promise<void>
  /** Starts a container of an image that was pulled. */
  start(plan: ContainerPlan): Promise<StartedContainer>
  inspect(handle: ContainerHandle): Promise<ContainerState>
  signal(handle: ContainerHandle, signal: 'SIGTERM' | 'SIGKILL'): Promise<void>
  /** Runs a command in the container, for its health check. Never throws: what cannot run has exit code 1. */
  exec(handle: ContainerHandle, command: string[], timeoutMs: number): Promise<{ exitCode: number }>
  /** Runs a command at a terminal in a running container: as root in an Engine, as this machine's user as a process. */
  openTerminal(handle: ContainerHandle, plan: TerminalPlan): Promise<Terminal>
  /** Ends all that a session's command started, of an earlier practice account too. Never throws. */
  endTerminal(handle: ContainerHandle, session: string): Promise<void>
  /** What a running container uses; undefined when it does not run, or this machine does not say. */
  usage(handle: ContainerHandle): Promise<Usage | undefined>
  follow(handle: ContainerHandle, position: string | undefined, listener: OutputListener): Follower
  /** Kills it if need be, and removes every trace. One that is gone is fine. */
  remove(handle: ContainerHandle): Promise<void>
  /** Everything that this practice account ever started and has not removed. */
  list(): Promise<(ContainerIdentity & StartedContainer)[]>
}

/** An image could not be had. The message is what the task's stoppedReason says. */
export class PullError extends Error {
  /** What a learner can do about it, in a sentence; empty when the message says it all. */
  readonly advice: string

  constructor(image: string, advice = '', cause?: unknown) {
    super(
      `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${qualified(image)}: not found`,
      { cause },
    )
    this.name = 'PullError'
    this.advice = advice
  }
}

/** As containerd names an image: with registry, library and tag. */
export function qualified(image: string): string {
  const first = image.split('/')[0] ?? ''
  const hasRegistry = image.includes('/') && (/[.:]/.test(first) || first === 'localhost')
  const full = hasRegistry ? image : `docker.io/${image.includes('/') ? '' : 'library/'}${image}`
  return /[:@][^/]*$/.test(full) ? full : `${full}:latest`
}
