import type { IncomingMessage, ServerResponse } from 'node:http'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readBody } from './body.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a body that does not come whole in time is refused, and its request ended', async () => {
  const statuses: number[] = []
  const response = { writeHead: (status: number) => (statuses.push(status), { end: () => undefined }) }
  const slow = new PassThrough()
  const body = readBody(slow as unknown as IncomingMessage, response as unknown as ServerResponse)
  slow.write('half')
  await vi.advanceTimersByTimeAsync(59_000)
  expect([statuses, slow.destroyed]).toEqual([[], false])
  await vi.advanceTimersByTimeAsync(2000)
  expect(await body).toBeUndefined()
  expect([statuses, slow.destroyed]).toEqual([[408], true])
})
