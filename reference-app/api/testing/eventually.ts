import { expect } from 'vitest'

/** Waits for what must come true, as long as a busy machine may need. */
export function eventually<Value>(read: () => Value) {
  return expect.poll(read, { timeout: 20_000 })
}
