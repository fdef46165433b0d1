import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { type FilterLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs'
import { expect, it } from 'vitest'
import { readLogs } from './read-logs.ts'

interface Stored {
  timestamp: number
  message: string
  logStreamName?: string
}

/** Log groups that answer as FilterLogEvents does, a few events a page. */
function fakeLogs(groups: Record<string, Stored[]>, asked: FilterLogEventsCommandInput[] = []) {
  const send = ({ input }: { input: FilterLogEventsCommandInput }) => {
    asked.push(input)
    const stored = groups[input.logGroupName ?? '']
    if (!stored)
      return Promise.reject(Object.assign(new Error('none'), { name: 'ResourceNotFoundException' }))
    const from = stored.filter(event => event.timestamp >= (input.startTime ?? 0))
    const at = Number(input.nextToken ?? 0)
    const nextToken = at + 2 < from.length ? String(at + 2) : undefined
    return Promise.resolve({ events: from.slice(at, at + 2), nextToken })
  }
  return { send } as unknown as CloudWatchLogsClient
}

it('tails several groups in order of time, and goes on without losing or repeating, also within a millisecond', async () => {
  const web = [1000, 2000, 2000].map((timestamp, n) => ({ timestamp, message: `web ${n}` }))
  const api = [{ timestamp: 1500, message: 'api 0' }]
  const client = fakeLogs({ web, api })
  const first = await readLogs(client, ['api', 'web'], { now: 3000 })
  expect(first.events.map(event => event.message)).toEqual(['web 0', 'api 0', 'web 1', 'web 2'])
  expect((await readLogs(client, ['api', 'web'], { after: first.next })).events).toEqual([])
  web.push({ timestamp: 2000, message: 'web 3' }, { timestamp: 2001, message: 'web 4' })
  const second = await readLogs(client, ['api', 'web'], { after: first.next })
  expect(second.events.map(event => event.message)).toEqual(['web 3', 'web 4'])
  expect((await readLogs(client, ['web'], { after: second.next })).next).toBe(second.next)
})

it('a group that is not there yet has no events; what is typed is a phrase, not a pattern', async () => {
  const asked: FilterLogEventsCommandInput[] = []
  const logs = await readLogs(fakeLogs({}, asked), ['later'], { now: 9_000_000, filter: 'say "GET" {' })
  expect(logs).toMatchObject({ groups: ['later'], events: [] })
  expect(asked[0]).toMatchObject({ filterPattern: '"say \\"GET\\" {"', startTime: 9_000_000 - 900_000 })
})
