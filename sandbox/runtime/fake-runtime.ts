import { PullError } from './runtime.ts'
import type { ContainerHandle, ContainerIdentity, ContainerPlan, ContainerState } from './runtime.ts'
import type { Follower, OutputLine, OutputListener, Runtime, StartedContainer, Usage } from './runtime.ts'
import type { Terminal, TerminalPlan } from './runtime.ts'

interface FakeContainer extends ContainerIdentity, StartedContainer {
  plan: ContainerPlan
  state: ContainerState
  signals: string[]
  listener?: OutputListener
}

/** A terminal whose command says and does what the test says. */
export class FakeTerminal implements Terminal {
  readonly plan: TerminalPlan
  input = ''
  size: [number, number]
  isPaused = false
  exitCode: number | undefined
  #output: (bytes: Buffer) => void = () => undefined
  #end: (exitCode: number) => void = () => undefined

  constructor(plan: TerminalPlan) {
    this.plan = plan
    this.size = [plan.columns, plan.rows]
  }

  onOutput(listener: (bytes: Buffer) => void): void {
    this.#output = listener
  }

  onEnd(listener: (exitCode: number) => void): void {
    this.#end = listener
  }

  write(bytes: Buffer): void {
    this.input += bytes.toString('utf8')
  }

  resize(columns: number, rows: number): void {
    this.size = [columns, rows]
  }

  pause(): void {
    this.isPaused = true
  }

  resume(): void {
    this.isPaused = false
  }

  print(text: string): void {
    this.printBytes(Buffer.from(text))
  }

  printBytes(bytes: Buffer): void {
    this.#output(bytes)
  }

  end(exitCode: number): void {
    if (this.exitCode !== undefined) return
    this.exitCode = exitCode
    this.#end(exitCode)
  }
}

/** A runtime for tests: containers that run until the test or a signal ends them. */
export class FakeRuntime implements Runtime {
  readonly kind = 'process'
  readonly containers = new Map<string, FakeContainer>()
  /** Every signal and removal, in order, as `SIGTERM <task id>`. */
  readonly journal: string[] = []
  /** Images that cannot be pulled. */
  readonly missingImages = new Set<string>()
  /** Whether a container ends at SIGTERM. */
  endsAtSigterm = true
  /** Exit code with which containers of an image end at once. */
  readonly crashing = new Map<string, number>()
  /** Answers health checks. */
  healthy: (plan: ContainerPlan) => boolean = () => true
  /** What each running container is said to use. */
  usageOf: (plan: ContainerPlan) => Usage | undefined = () => ({ cpuSeconds: 0, memoryBytes: 0 })
  readonly terminals: FakeTerminal[] = []
  #port = 40_000

  pull(image: string): Promise<{ digest?: string }> {
    if (this.missingImages.has(image)) return Promise.reject(new PullError(image, 'Install Docker Engine.'))
    return Promise.resolve({ digest: 'sha256:0' })
  }

  start(plan: ContainerPlan): Promise<StartedContainer> {
    const { accountId, region, taskId, containerName } = plan
    const handle: ContainerHandle = { kind: 'docker', id: `${taskId}/${containerName}` }
    const ports = Object.fromEntries(
      plan.ports.map(port => [port, { host: '127.0.0.1', port: this.#port++ }]),
    )
    const exitCode = this.crashing.get(plan.image)
    const state: ContainerState =
      exitCode === undefined ? { status: 'running' } : { status: 'exited', exitCode, outOfMemory: false }
    this.containers.set(handle.id, {
      ...{ accountId, region, taskId, containerName, handle, ports, plan, state, signals: [] },
    })
    return Promise.resolve({ handle, ports })
  }

  inspect(handle: ContainerHandle): Promise<ContainerState> {
    return Promise.resolve(this.#of(handle)?.state ?? { status: 'gone' })
  }

  signal(handle: ContainerHandle, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const container = this.#of(handle)
    if (container?.state.status !== 'running') return Promise.resolve()
    this.journal.push(`${signal} ${container.taskId}`)
    container.signals.push(signal)
    if (signal === 'SIGKILL') container.state = { status: 'exited', exitCode: 137, outOfMemory: false }
    else if (this.endsAtSigterm) container.state = { status: 'exited', exitCode: 0, outOfMemory: false }
    return Promise.resolve()
  }

  exec(handle: ContainerHandle): Promise<{ exitCode: number }> {
    const container = this.#of(handle)
    return Promise.resolve({ exitCode: container && this.healthy(container.plan) ? 0 : 1 })
  }

  openTerminal(handle: ContainerHandle, plan: TerminalPlan): Promise<Terminal> {
    const container = this.#of(handle)
    if (container?.state.status !== 'running') return Promise.reject(new Error('The container does not run.'))
    const terminal = new FakeTerminal(plan)
    this.terminals.push(terminal)
    return Promise.resolve(terminal)
  }

  endTerminal(_handle: ContainerHandle, session: string): Promise<void> {
    this.terminals.find(({ plan }) => plan.session === session)?.end(137)
    return Promise.resolve()
  }

  usage(handle: ContainerHandle): Promise<Usage | undefined> {
    const container = this.#of(handle)
    return Promise.resolve(container?.state.status === 'running' ? this.usageOf(container.plan) : undefined)
  }

  follow(handle: ContainerHandle, _position: string | undefined, listener: OutputListener): Follower {
    const container = this.#of(handle)
    if (container) container.listener = listener
    return { drain: () => Promise.resolve(), stop: () => undefined }
  }

  remove(handle: ContainerHandle): Promise<void> {
    this.containers.delete((handle as { id: string }).id)
    return Promise.resolve()
  }

  list(): Promise<(ContainerIdentity & StartedContainer)[]> {
    return Promise.resolve([...this.containers.values()])
  }

  /** Containers that run now. */
  get running(): FakeContainer[] {
    return [...this.containers.values()].filter(({ state }) => state.status === 'running')
  }

  /** Ends a task's container by itself. */
  end(taskId: string, exitCode: number, outOfMemory = false): void {
    for (const container of this.containers.values()) {
      if (container.taskId === taskId) container.state = { status: 'exited', exitCode, outOfMemory }
    }
  }

  /** Lets a task's container write lines. */
  print(taskId: string, lines: OutputLine[], position = '1'): void {
    for (const container of this.containers.values()) {
      if (container.taskId === taskId) container.listener?.(lines, position)
    }
  }

  #of(handle: ContainerHandle): FakeContainer | undefined {
    return this.containers.get((handle as { id: string }).id)
  }
}
