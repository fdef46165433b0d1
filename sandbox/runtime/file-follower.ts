import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs'
import type { Follower, OutputLine, OutputListener } from './runtime.ts'

const POLL_MS = 150
const CHUNK = 256 * 1024
/** CloudWatch Logs takes no longer event. */
const LONGEST_LINE = 256 * 1024
/** A file that was read to its end is emptied beyond this size. */
const LARGEST_FILE = 4 * 1024 * 1024

/** Reads lines as they are appended to `files`, from a position that an earlier follower gave. */
export function followFiles(
  files: string[],
  position: string | undefined,
  listener: OutputListener,
  now: () => number = Date.now,
): Follower {
  const offsets = position?.split(':').map(Number) ?? []
  const tails = files.map((file, index) => new Tail(file, offsets[index] ?? 0))

  const poll = (ended: boolean): void => {
    for (;;) {
      const timestamp = now()
      const lines: OutputLine[] = tails.flatMap(tail =>
        tail.read(ended).map(message => ({ timestamp, message })),
      )
      if (lines.length === 0) return
      listener(lines, tails.map(tail => tail.offset).join(':'))
    }
  }
  const timer = setInterval(() => poll(false), POLL_MS)
  timer.unref()
  const stop = (): void => clearInterval(timer)
  return {
    stop,
    drain: () => {
      stop()
      poll(true)
      return Promise.resolve()
    },
  }
}

class Tail {
  readonly #file: string
  /** Bytes that were given out as whole lines. */
  offset: number

  constructor(file: string, offset: number) {
    this.#file = file
    this.offset = offset
  }

  /** The next whole lines; with `ended` the last, unfinished one too. */
  read(ended: boolean): string[] {
    let fd: number
    try {
      fd = openSync(this.#file, 'r+')
    } catch {
      return []
    }
    try {
      const { size } = fstatSync(fd)
      if (size < this.offset) this.offset = 0
      const buffer = Buffer.alloc(Math.min(CHUNK, size - this.offset))
      const bytes = buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, this.offset))
      const end = this.#endOfLines(bytes, ended && this.offset + bytes.length === size)
      if (end === 0) return []
      this.offset += end
      if (this.offset === size && size > LARGEST_FILE) {
        ftruncateSync(fd)
        this.offset = 0
      }
      const text = bytes.subarray(0, end).toString('utf8')
      const lines = text.split(/\r?\n/)
      if (text.endsWith('\n')) lines.pop()
      return lines.filter(line => line !== '')
    } finally {
      closeSync(fd)
    }
  }

  #endOfLines(bytes: Buffer, takeAll: boolean): number {
    if (takeAll || (bytes.length >= LONGEST_LINE && !bytes.includes(10))) return bytes.length
    return bytes.lastIndexOf(10) + 1
  }
}
