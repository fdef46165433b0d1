import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Counters } from './counters.ts'
import type { Forwarded } from './headers.ts'
import type { LiveTarget } from './live-target.ts'
import type { LiveTargetGroup } from './live-target-group.ts'

/** A target chosen for a request, with the cookies that keep the client there. */
export interface Choice {
  group: LiveTargetGroup
  target: LiveTarget
  cookies: string[]
}

/** On whose behalf a request is passed on: what it counts, what it says of the connection, its own error pages. */
export interface ProxyOwner {
  readonly forwarded: Forwarded
  readonly counters: Counters
  answer(request: IncomingMessage, response: ServerResponse, status: number): void
  answerRaw(socket: Duplex, status: number): void
}
