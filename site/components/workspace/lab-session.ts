import { io, type Socket } from 'socket.io-client'
import type {
  AccountDto,
  ApiError,
  ClientEvents,
  LabState,
  ServerEvents,
} from '../../../lab-runner/contract.ts'
import { type Asked, emptyView, type LabEvent, type LabView, reduce } from './lab-view.ts'
import { createRunnerApi, failureOf, type RunnerApi, RunnerFailure } from './runner-api.ts'

export type LabSocket = Socket<ServerEvents, ClientEvents>

/** One page's live link to a lab: its view, and what the learner can ask for. */
export class LabSession {
  readonly labId: string
  readonly version: string
  readonly api: RunnerApi
  #view: LabView = emptyView
  #socket: LabSocket | null = null
  readonly #listeners = new Set<() => void>()
  /** Terminal that Run types into: the one the learner looks at. */
  activeTerminal: string | null = null

  constructor(labId: string, version: string) {
    this.labId = labId
    this.version = version
    this.api = createRunnerApi(labId)
  }

  readonly view = (): LabView => this.#view

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  dispatch(event: LabEvent): void {
    this.#view = reduce(this.#view, event)
    for (const listener of this.#listeners) listener()
  }

  get socket(): LabSocket | null {
    return this.#socket
  }

  /** Connects, joins the lab, and joins it anew after each interruption. Returns what ends it. */
  open(): () => void {
    const socket: LabSocket = io({
      path: '/socket.io',
      // Browsers send no Origin with a polling GET, and the server lets no socket in without one.
      transports: ['websocket'],
      reconnectionDelay: 500,
      reconnectionDelayMax: 3000,
    })
    this.#socket = socket
    socket.on('connect', () => this.#join(socket))
    socket.on('disconnect', reason => {
      this.dispatch({ type: 'disconnected' })
      // socket.io does not come back by itself when the server hung up.
      if (reason === 'io server disconnect') socket.connect()
    })
    socket.on('connect_error', () => void this.#explainRefusal())
    socket.on('step', step => this.dispatch({ type: 'step', step }))
    socket.on('run', run => this.dispatch({ type: 'run', run }))
    socket.on('lab', change => this.dispatch({ type: 'lab', change }))
    socket.on('outdated', ({ version }) => this.dispatch({ type: 'outdated', version }))
    return () => {
      socket.removeAllListeners()
      socket.disconnect()
      this.#socket = null
    }
  }

  #join(socket: LabSocket): void {
    socket.timeout(15_000).emit('join', { labId: this.labId, version: this.version }, (late, result) => {
      if (late) {
        socket.disconnect().connect()
        return
      }
      this.dispatch(
        isLabState(result)
          ? { type: 'joined', lab: result, at: Date.now() }
          : { type: 'refused', problem: result },
      )
    })
  }

  /** A refused handshake carries no reason; the plain HTTP interface says it. */
  async #explainRefusal(): Promise<void> {
    try {
      await this.api.me()
      this.dispatch({ type: 'unreachable' })
    } catch (error) {
      const refused = error instanceof RunnerFailure && (error.status === 401 || error.status === 403)
      this.dispatch(refused ? { type: 'refused', problem: error.answer } : { type: 'unreachable' })
    }
  }

  /** Asks for something in a step. A refusal is kept beside that step. */
  async ask(stepId: string, what: Asked, request: (api: RunnerApi) => Promise<unknown>): Promise<void> {
    this.dispatch({ type: 'asked', stepId, what })
    try {
      await request(this.api)
      this.dispatch({ type: 'answered', stepId, refusal: null })
    } catch (error) {
      this.dispatch({ type: 'answered', stepId, refusal: failureOf(error) })
    }
  }

  run(stepId: string): Promise<void> {
    return this.ask(stepId, 'run', async api => {
      this.dispatch({ type: 'run', run: await api.run(stepId, this.activeTerminal) })
    })
  }

  check(stepId: string): Promise<void> {
    return this.ask(stepId, 'check', async api => {
      this.dispatch({ type: 'run', run: await api.check(stepId) })
    })
  }

  solve(stepId: string): Promise<void> {
    return this.ask(stepId, 'solve', async api => {
      this.dispatch({ type: 'run', run: await api.solve(stepId) })
    })
  }

  startFrom(stepId: string): Promise<void> {
    return this.ask(stepId, 'start-from', async api => {
      this.dispatch({ type: 'run', run: await api.startFrom(stepId) })
    })
  }

  openHint(stepId: string, index: number): Promise<void> {
    return this.ask(stepId, 'hint', async api => {
      this.dispatch({ type: 'step', step: await api.hint(stepId, index) })
    })
  }

  /** Presses Ctrl-C where the step's commands run. */
  stop(stepId: string): void {
    const lab = this.#view.lab
    const run = lab?.steps.find(step => step.id === stepId)?.lastRun
    const terminalId = run?.terminalId ?? lab?.terminals[0]?.id
    if (terminalId !== undefined) this.#socket?.emit('terminal:input', { terminalId, data: '\x03' })
  }

  /** Calls for the account; the answer is shown at once, and a refusal is thrown. */
  async changeAccount(request: (api: RunnerApi) => Promise<AccountDto>): Promise<AccountDto> {
    const account = await request(this.api)
    this.dispatch({ type: 'account', account })
    return account
  }
}

const isLabState = (result: LabState | ApiError): result is LabState => 'steps' in result
