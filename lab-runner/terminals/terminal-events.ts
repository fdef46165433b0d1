import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { respond, sessionOf, type LabSocket } from '../socket-exchange.ts'
import type { Terminal } from './terminal.ts'

const size = { columns: z.number().int().min(2).max(500), rows: z.number().int().min(1).max(300) }
const attachMessage = z.object({ terminalId: z.uuid(), from: z.number().int().min(0) })
const ackMessage = z.object({ terminalId: z.uuid(), offset: z.number().int().min(0) })
const inputMessage = z.object({ terminalId: z.uuid(), data: z.string().max(128 * 1024) })
const resizeMessage = z.object({ terminalId: z.uuid(), ...size })

/** A socket's part in terminals: it draws those of its own session, and types into them. */
export function handleTerminals(socket: LabSocket, deps: Deps): void {
  const { log, terminals } = deps
  const attached = new Map<string, Terminal>()

  async function find(terminalId: string): Promise<Terminal> {
    const known = attached.get(terminalId)
    if (known?.alive) return known
    // Only terminals of the session that this socket joined are found.
    return (await terminals.open(sessionOf(socket), terminalId)).terminal
  }

  const quietly = (work: () => Promise<void> | void) => respond({ log }, null, work)

  socket.on('terminal:attach', (message, answer) => {
    respond({ log }, answer, async () => {
      const { terminalId, from } = attachMessage.parse(message)
      const { terminal } = await terminals.open(sessionOf(socket), terminalId)
      attached.set(terminalId, terminal)
      const offset = terminal.readers.attach(socket.id, from, (start, data) => {
        socket.emit('terminal:data', { terminalId, offset: start, data })
      })
      return { offset, columns: terminal.columns, rows: terminal.rows }
    })
  })

  socket.on('terminal:ack', message => {
    quietly(() => {
      const { terminalId, offset } = ackMessage.parse(message)
      attached.get(terminalId)?.readers.ack(socket.id, offset)
    })
  })

  socket.on('terminal:input', message => {
    quietly(async () => {
      const { terminalId, data } = inputMessage.parse(message)
      const terminal = await find(terminalId)
      terminal.write(data)
    })
  })

  socket.on('terminal:resize', message => {
    quietly(async () => {
      const { terminalId, columns, rows } = resizeMessage.parse(message)
      const terminal = await find(terminalId)
      terminal.resize(columns, rows)
    })
  })

  socket.on('disconnect', () => {
    for (const terminal of attached.values()) terminal.readers.detach(socket.id)
    attached.clear()
  })
}
