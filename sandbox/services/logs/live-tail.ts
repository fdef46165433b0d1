import { randomUUID } from 'node:crypto'
import type {
  LiveTailSessionLogEvent,
  StartLiveTailRequest,
  StartLiveTailResponseStream,
} from '@aws-sdk/client-cloudwatch-logs'
import { SessionTimeoutException } from '@aws-sdk/client-cloudwatch-logs'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { thrown } from './errors.ts'
import { compileFilter } from './filter-pattern.ts'
import type { LogGroupDocument, LogStreamDocument } from './store.ts'

/** What AWS sends at most in one update; more is sampled. */
const MOST_EVENTS = 500
const UPDATE_MS = 1000
const LONGEST_MS = 3 * 60 * 60 * 1000

type Listener = (
  scope: Scope,
  stream: LogStreamDocument,
  events: readonly { timestamp: number; message: string }[],
  ingestionTime: number,
) => void

const listeners = new WeakMap<Sandbox, Set<Listener>>()

/** Tells the live tails of what was written. */
export function tell(
  sandbox: Sandbox,
  scope: Scope,
  stream: LogStreamDocument,
  events: readonly { timestamp: number; message: string }[],
  ingestionTime: number,
): void {
  for (const listener of listeners.get(sandbox) ?? []) listener(scope, stream, events, ingestionTime)
}

/** What is written to the groups from now on, an update a second; ends when the reader leaves, or after three hours. */
export async function* liveTail(
  sandbox: Sandbox,
  scope: Scope,
  request: StartLiveTailRequest,
  groups: readonly LogGroupDocument[],
): AsyncGenerator<StartLiveTailResponseStream> {
  const { logGroupIdentifiers, logStreamNames, logStreamNamePrefixes, logEventFilterPattern = '' } = request
  const matches = compileFilter(logEventFilterPattern)
  const names = new Map(groups.map(group => [group.logGroupName, group.logGroupArn]))
  let waiting: LiveTailSessionLogEvent[] = []
  let sampled = false
  const listen: Listener = (from, stream, events, ingestionTime) => {
    const logGroupIdentifier = names.get(stream.logGroupName)
    const { logStreamName } = stream
    if (from !== scope || logGroupIdentifier === undefined) return
    if (logStreamNames?.length && !logStreamNames.includes(logStreamName)) return
    if (
      logStreamNamePrefixes?.length &&
      !logStreamNamePrefixes.some(prefix => logStreamName.startsWith(prefix))
    )
      return
    for (const { timestamp, message } of events) {
      if (!matches(message)) continue
      if (waiting.length < MOST_EVENTS) {
        waiting.push({ logStreamName, logGroupIdentifier, message, timestamp, ingestionTime })
      } else sampled = true
    }
  }
  const own = listeners.get(sandbox) ?? new Set<Listener>()
  listeners.set(sandbox, own)
  own.add(listen)
  try {
    const [requestId, sessionId] = [randomUUID(), randomUUID()]
    yield {
      sessionStart: {
        ...{ requestId, sessionId, logGroupIdentifiers, logEventFilterPattern },
        ...(logStreamNames && { logStreamNames }),
        ...(logStreamNamePrefixes && { logStreamNamePrefixes }),
      },
    }
    const end = performance.now() + LONGEST_MS
    while (performance.now() < end) {
      // Updates are for somebody who looks on, so they follow the wall clock.
      await new Promise(resolve => setTimeout(resolve, UPDATE_MS).unref())
      const sessionResults = waiting
      const sessionMetadata = { sampled }
      waiting = []
      sampled = false
      yield { sessionUpdate: { sessionMetadata, sessionResults } }
    }
    yield {
      SessionTimeoutException: thrown(SessionTimeoutException, 'The session has ended after three hours.'),
    }
  } finally {
    own.delete(listen)
  }
}
