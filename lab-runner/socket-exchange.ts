import type { Server, Socket } from 'socket.io'
import type { ApiError, ClientEvents, ServerEvents } from './contract.ts'
import type { Deps } from './deps.ts'
import { AppError } from './security/app-error.ts'
import { presentError } from './security/present-error.ts'
import type { Session } from './sessions/session.entity.ts'

export interface SocketData {
  learnerId: string
  labId?: string
  session?: Session
}

export type LabServer = Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>
export type LabSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>

/** Answers an event with what `work` gives, or with the error in the API's own form. */
export function respond<T>({ log }: Pick<Deps, 'log'>, answer: unknown, work: () => Promise<T> | T): void {
  const reply = typeof answer === 'function' ? (answer as (result: T | ApiError) => void) : () => undefined
  const answered = new Promise<T>(resolve => resolve(work()))
  answered.then(reply, (error: unknown) => {
    const { body, expected } = presentError(error)
    if (!expected) log.error({ err: error }, body.message)
    reply(body)
  })
}

/** The session that a socket has joined. */
export function sessionOf(socket: LabSocket): Session {
  if (socket.data.session) return socket.data.session
  throw new AppError('not-joined', 409, 'This page has not joined a lab.', { next: 'Reload the page.' })
}
