import type { ApiError } from '../../../../lab-runner/contract.ts'
import type { LabSocket } from '../lab-session.ts'

/** How many drawn bytes may stay unacknowledged; the server stops reading at 256 KiB. */
export const acknowledgeEvery = 32 * 1024

/** Where the bytes go: the terminal's screen. */
export interface Screen {
  /** Draws bytes and calls back when they are drawn. */
  write(data: Uint8Array, drawn: () => void): void
  /** Clears it, for the terminal's history begins anew. */
  reset(): void
  /** Columns and rows that fit now. */
  size(): { columns: number; rows: number }
}

interface Data {
  offset: number
  data: Uint8Array
}

export type LinkState = 'attaching' | 'attached' | 'ended' | 'refused'

/** One terminal's stream over the socket: it loses no byte and repeats none over reconnections. */
export class TerminalLink {
  readonly #socket: LabSocket
  readonly #terminalId: string
  readonly #screen: Screen
  readonly #onState: (state: LinkState, problem: ApiError | null) => void
  /** The byte that is expected next. */
  #next = 0
  #acknowledged = 0
  #attached = false
  /** Bytes that came while the answer to attach was on its way. */
  #early: Data[] | null = null

  constructor(
    socket: LabSocket,
    terminalId: string,
    screen: Screen,
    onState: (state: LinkState, problem: ApiError | null) => void,
  ) {
    this.#socket = socket
    this.#terminalId = terminalId
    this.#screen = screen
    this.#onState = onState
    socket.on('terminal:data', this.#onData)
    socket.on('terminal:exit', this.#onExit)
    socket.on('disconnect', this.#onDisconnect)
  }

  /** Asks for everything from the next expected byte on. Call it after each join. */
  attach(): void {
    this.#onState('attaching', null)
    const early: Data[] = []
    this.#early = early
    this.#socket.emit('terminal:attach', { terminalId: this.#terminalId, from: this.#next }, result => {
      // Another attach was begun meanwhile: this answer is about a connection that is gone.
      if (this.#early !== early) return
      this.#early = null
      if ('code' in result) {
        this.#onState('refused', result)
        return
      }
      // Later: the ring buffer has dropped what lies between. Earlier: the terminal itself began anew.
      if (result.offset !== this.#next) this.#beginAt(result.offset)
      this.#attached = true
      for (const message of early) this.#draw(message)
      this.#onState('attached', null)
      this.resize(this.#screen.size())
    })
  }

  input(data: string): void {
    if (this.#attached) this.#socket.emit('terminal:input', { terminalId: this.#terminalId, data })
  }

  resize({ columns, rows }: { columns: number; rows: number }): void {
    if (this.#attached && columns > 1 && rows > 1) {
      this.#socket.emit('terminal:resize', { terminalId: this.#terminalId, columns, rows })
    }
  }

  close(): void {
    this.#socket.off('terminal:data', this.#onData)
    this.#socket.off('terminal:exit', this.#onExit)
    this.#socket.off('disconnect', this.#onDisconnect)
  }

  #beginAt(offset: number): void {
    this.#screen.reset()
    this.#next = offset
    this.#acknowledged = offset
  }

  readonly #onData = (message: Data & { terminalId: string }): void => {
    if (message.terminalId !== this.#terminalId) return
    if (this.#early === null) this.#draw(message)
    else this.#early.push(message)
  }

  #draw(message: Data): void {
    const data = new Uint8Array(message.data)
    if (message.offset > this.#next) this.#beginAt(message.offset)
    const known = this.#next - message.offset
    if (known >= data.length) return
    const fresh = known > 0 ? data.subarray(known) : data
    this.#next += fresh.length
    const end = this.#next
    this.#screen.write(fresh, () => this.#drawn(end))
  }

  #drawn(offset: number): void {
    if (offset - this.#acknowledged < acknowledgeEvery) return
    this.#acknowledged = offset
    this.#socket.emit('terminal:ack', { terminalId: this.#terminalId, offset })
  }

  readonly #onExit = ({ terminalId }: { terminalId: string }): void => {
    if (terminalId === this.#terminalId) this.#onState('ended', null)
  }

  readonly #onDisconnect = (): void => {
    this.#attached = false
  }
}
