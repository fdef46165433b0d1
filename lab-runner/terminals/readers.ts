import type { Scrollback } from './scrollback.ts'

/** How far a tab may be behind before the pty waits for it. */
export const WINDOW_BYTES = 256 * 1024
const CHUNK_BYTES = 64 * 1024

/** A tab that draws a terminal. */
export interface Reader {
  /** Everything before this offset was sent. */
  sent: number
  /** Everything before this offset was drawn. */
  acked: number
  /** Since when the pty waits for it. */
  fullSince: number | null
  /** It drew nothing for too long, so the others no longer wait for it; its next acknowledgement brings it back. */
  stalled: boolean
  send(offset: number, bytes: Buffer): void
}

/** The tabs of one terminal, each with its own place in the output. */
export interface Readers {
  attach(key: string, from: number, send: Reader['send']): number
  detach(key: string): void
  ack(key: string, offset: number): void
  /** Sends what is new, as far as each reader's window goes. */
  pump(): void
  /** Whether the slowest reader that is waited for is a whole window behind. */
  readonly full: boolean
}

export function createReaders(options: {
  scrollback: Scrollback
  stallMs: number
  /** Called when `full` may have changed. */
  onChange: () => void
  now?: () => number
}): Readers {
  const { scrollback, stallMs, onChange, now = Date.now } = options
  const readers = new Map<string, Reader>()

  function pumpOne(reader: Reader) {
    while (!reader.stalled && reader.sent < scrollback.end && reader.sent - reader.acked < WINDOW_BYTES) {
      const room = WINDOW_BYTES - (reader.sent - reader.acked)
      const { offset, bytes } = scrollback.read(reader.sent, Math.min(CHUNK_BYTES, room))
      if (bytes.length === 0) return
      // Older bytes are gone: they will never be acknowledged.
      if (offset > reader.sent) reader.acked = offset
      reader.sent = offset + bytes.length
      reader.send(offset, bytes)
    }
  }

  return {
    attach(key, from, send) {
      const start = Math.min(Math.max(from, scrollback.start), scrollback.end)
      const reader: Reader = { sent: start, acked: start, fullSince: null, stalled: false, send }
      readers.set(key, reader)
      // The answer to `attach` goes first: it says at which offset the bytes begin.
      setImmediate(() => {
        if (readers.get(key) === reader) pumpOne(reader)
        onChange()
      })
      return start
    },
    detach(key) {
      readers.delete(key)
      onChange()
    },
    ack(key, offset) {
      const reader = readers.get(key)
      if (!reader || offset <= reader.acked || offset > reader.sent) return
      reader.acked = offset
      reader.fullSince = null
      reader.stalled = false
      pumpOne(reader)
      onChange()
    },
    pump() {
      for (const reader of readers.values()) pumpOne(reader)
    },
    get full() {
      let full = false
      for (const reader of readers.values()) {
        if (reader.stalled || scrollback.end - reader.acked < WINDOW_BYTES) continue
        reader.fullSince ??= now()
        if (now() - reader.fullSince > stallMs) reader.stalled = true
        else full = true
      }
      return full
    },
  }
}
