import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** How much of a terminal is kept. */
export const KEPT_BYTES = 1024 * 1024
const SEGMENT_BYTES = KEPT_BYTES / 2

interface Segment {
  start: number
  bytes: Buffer
  length: number
}

/** The last bytes of a terminal by their offset since it began, on disk too, so that a restart forgets nothing. */
export interface Scrollback {
  /** Offset of the oldest byte that is kept. */
  readonly start: number
  /** Offset after the newest byte. */
  readonly end: number
  append(bytes: Buffer): void
  /** Up to `limit` bytes from `offset` on; from the oldest kept when that is gone already. */
  read(offset: number, limit: number): { offset: number; bytes: Buffer }
  close(): void
}

/**
 * Opens the scrollback in `folder`: files of half a MiB, named by the offset at which they begin. Written before anybody is sent
 * the bytes, so what a browser has seen survives a kill. A full disk costs the history on disk, not the terminal.
 */
export function openScrollback(folder: string, onError: (error: unknown) => void): Scrollback {
  const segments: Segment[] = []
  let file: number | null = null
  let failed = false

  const nameOf = (start: number) => join(folder, `${start}.log`)

  function fail(error: unknown) {
    if (!failed) onError(error)
    failed = true
  }

  try {
    mkdirSync(folder, { recursive: true })
    const starts = readdirSync(folder)
      .filter(name => /^\d+\.log$/.test(name))
      .map(name => Number.parseInt(name, 10))
      .sort((a, b) => a - b)
    for (const start of starts) {
      const content = readFileSync(nameOf(start)).subarray(0, SEGMENT_BYTES)
      const bytes = Buffer.alloc(SEGMENT_BYTES)
      content.copy(bytes)
      segments.push({ start, bytes, length: content.length })
    }
  } catch (error) {
    fail(error)
  }

  const last = () => segments.at(-1)
  const end = () => {
    const segment = last()
    return segment ? segment.start + segment.length : 0
  }

  function addSegment(): Segment {
    const segment = { start: end(), bytes: Buffer.alloc(SEGMENT_BYTES), length: 0 }
    closeFile()
    segments.push(segment)
    // One more than fills the promise, since the newest begins empty.
    while (segments.length > KEPT_BYTES / SEGMENT_BYTES + 1) {
      const oldest = segments.shift()
      try {
        if (oldest && existsSync(nameOf(oldest.start))) unlinkSync(nameOf(oldest.start))
      } catch (error) {
        fail(error)
      }
    }
    return segment
  }

  function closeFile() {
    if (file !== null) closeSync(file)
    file = null
  }

  function write(segment: Segment, bytes: Buffer) {
    if (failed) return
    try {
      file ??= openSync(nameOf(segment.start), 'a', 0o600)
      writeSync(file, bytes)
    } catch (error) {
      fail(error)
    }
  }

  return {
    get start() {
      return segments[0]?.start ?? 0
    },
    get end() {
      return end()
    },
    append(bytes) {
      let rest = bytes
      while (rest.length > 0) {
        let segment = last()
        if (!segment || segment.length === SEGMENT_BYTES) segment = addSegment()
        const part = rest.subarray(0, SEGMENT_BYTES - segment.length)
        write(segment, part)
        part.copy(segment.bytes, segment.length)
        segment.length += part.length
        rest = rest.subarray(part.length)
      }
    },
    read(offset, limit) {
      const from = Math.min(Math.max(offset, segments[0]?.start ?? 0), end())
      const segment = segments.find(one => from >= one.start && from < one.start + one.length)
      if (!segment) return { offset: from, bytes: Buffer.alloc(0) }
      const at = from - segment.start
      // A copy: the socket may send it after the segment is gone.
      return {
        offset: from,
        bytes: Buffer.from(segment.bytes.subarray(at, Math.min(at + limit, segment.length))),
      }
    },
    close: closeFile,
  }
}
