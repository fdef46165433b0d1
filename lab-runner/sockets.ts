import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { z } from 'zod'
import type { Deps } from './deps.ts'
import { notSignedIn } from './security/require-learner.ts'
import type { Session } from './sessions/session.entity.ts'
import { respond, type LabServer, type LabSocket } from './socket-exchange.ts'
import { handleTerminals } from './terminals/terminal-events.ts'

const MAX_SOCKETS = 20
const MAX_MESSAGE_BYTES = 256 * 1024

const joinMessage = z.object({ labId: z.string().max(64), version: z.string().max(64) })

/** socket.io on `server`. Who has no cookie, or comes from another origin, gets no socket at all. */
export function createSockets(server: HttpServer, deps: Deps): LabServer {
  const { guard, labs, log, sessions, settings, signIn, workspace } = deps
  const perLearner = new Map<string, number>()

  const io: LabServer = new Server(server, {
    path: '/socket.io',
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    // Other paths' upgrades are not ours to end.
    destroyUpgrade: false,
    serveClient: false,
    allowRequest(request, decide) {
      if (!guard.allowsSocket(request)) {
        decide('forbidden-origin', false)
        return
      }
      signIn.learnerOf(request).then(
        learner => decide(learner ? null : 'not-signed-in', learner !== null),
        (error: unknown) => {
          log.error({ err: error }, 'socket could not be admitted')
          decide('internal', false)
        },
      )
    },
  })

  io.use((socket, next) => {
    signIn.learnerOf(socket.request).then(
      learner => {
        const open = learner ? (perLearner.get(learner.id) ?? 0) : 0
        if (!learner) next(notSignedIn())
        else if (open >= MAX_SOCKETS) next(new Error(`Too many pages are open: at most ${MAX_SOCKETS}.`))
        else {
          perLearner.set(learner.id, open + 1)
          socket.data.learnerId = learner.id
          socket.on('disconnect', () => {
            perLearner.set(learner.id, (perLearner.get(learner.id) ?? 1) - 1)
          })
          next()
        }
      },
      (error: unknown) => next(error instanceof Error ? error : new Error('internal')),
    )
  })

  async function enter(socket: LabSocket, labId: string): Promise<Session> {
    const session = await sessions.open(socket.data.learnerId, labId)
    if (socket.data.session?.id !== session.id) {
      if (socket.data.session) await socket.leave(socket.data.session.id)
      socket.data.labId = labId
      socket.data.session = session
      await socket.join(session.id)
    }
    return session
  }

  io.on('connection', socket => {
    socket.on('join', (message, answer) => {
      respond(deps, answer, async () => {
        const { labId, version } = joinMessage.parse(message)
        const lab = labs.lab(labId)
        const session = await enter(socket, lab.id)
        if (version !== settings.version) socket.emit('outdated', { version: settings.version })
        return workspace.state(session)
      })
    })
    handleTerminals(socket, deps)
  })

  workspace.connect({
    broadcast: (sessionId, event, message) => {
      // The event and its message are bound to each other by the caller's type; the emitter cannot see that.
      ;(io.to(sessionId).emit as (event: string, message: unknown) => boolean)(event, message)
    },
    async rejoin(learnerId) {
      const entered = new Map<string, Session>()
      for (const socket of io.sockets.sockets.values()) {
        if (socket.data.learnerId !== learnerId || socket.data.labId === undefined) continue
        const session = await enter(socket, socket.data.labId)
        entered.set(session.id, session)
      }
      return [...entered.values()]
    },
  })
  return io
}
