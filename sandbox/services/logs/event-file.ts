import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
} from 'node:fs'
import path from 'node:path'

/** A stream keeps between one and two of these; what is older is gone. */
const SEGMENT_BYTES = 4 * 1024 * 1024

export interface StoredEvent {
  /** Counts the events of the stream from 0; never used again. */
  sequence: number
  timestamp: number
  ingestionTime: number
  message: string
}

/** A stream's events, in two append-only files: the current one, and the one before it. */
export class EventFile {
  readonly #file: string
  readonly #older: string
  readonly #segmentBytes: number
  #events: StoredEvent[]
  #next: number
  #bytes: number

  /** Reads what is there. A line that a crash has cut off is dropped. */
  constructor(file: string, segmentBytes = SEGMENT_BYTES) {
    this.#file = file
    this.#older = `${file}.1`
    this.#segmentBytes = segmentBytes
    const older = readSegment(this.#older)
    const current = readSegment(file)
    if (current.torn) truncateSync(file, current.bytes)
    this.#events = [...older.events, ...current.events]
    this.#next = (this.#events.at(-1)?.sequence ?? -1) + 1
    this.#bytes = current.bytes
  }

  get events(): readonly StoredEvent[] {
    return this.#events
  }

  /** About what it takes in memory. */
  get bytes(): number {
    return this.#bytes + (existsSync(this.#older) ? this.#segmentBytes : 0)
  }

  /** Writes the events. Throws when the disk is full, and then has written none. */
  append(events: { timestamp: number; message: string }[], ingestionTime: number): void {
    if (this.#bytes > this.#segmentBytes) this.#rotate()
    const added = events.map(({ timestamp, message }, index) => ({
      sequence: this.#next + index,
      timestamp,
      ingestionTime,
      message,
    }))
    const text = added
      .map(event => `${JSON.stringify([event.sequence, event.timestamp, ingestionTime, event.message])}\n`)
      .join('')
    mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 })
    try {
      appendFileSync(this.#file, text, { mode: 0o600 })
    } catch (error) {
      if (existsSync(this.#file)) truncateSync(this.#file, this.#bytes)
      throw error
    }
    for (const event of added) this.#events.push(event)
    this.#next += added.length
    this.#bytes += Buffer.byteLength(text)
  }

  remove(): void {
    for (const file of [this.#file, this.#older]) rmSync(file, { force: true })
    this.#events = []
  }

  #rotate(): void {
    renameSync(this.#file, this.#older)
    this.#events = readSegment(this.#older).events
    this.#bytes = 0
  }
}

function readSegment(file: string): { events: StoredEvent[]; bytes: number; torn: boolean } {
  const content = existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
  const bytes = content.lastIndexOf(10) + 1
  const lines = content.subarray(0, bytes).toString('utf8').split('\n')
  const events = lines.flatMap(line => {
    if (line === '') return []
    const [sequence, timestamp, ingestionTime, message] = JSON.parse(line) as [number, number, number, string]
    return [{ sequence, timestamp, ingestionTime, message }]
  })
  return { events, bytes, torn: bytes < content.length }
}
