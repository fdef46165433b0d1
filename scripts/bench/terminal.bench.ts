import { setTimeout as pause } from 'node:timers/promises'
import { percentile, type Bench } from './measurement.ts'
import { openBenchWorkshop, type Tab } from './workshop.ts'

const KEYS = 300
const LAB = 'first-fargate-task'

/** How soon a key shows in one terminal, alone and while `yes` floods another. */
export const bench: Bench = {
  title: 'Terminal',
  async run() {
    const workshop = await openBenchWorkshop()
    try {
      const typing = await workshop.openTab(LAB)
      const first = typing.state.terminals[0]?.id ?? ''
      const { id: second } = (await workshop.api('POST', `/api/labs/${LAB}/terminals`, {})) as { id: string }
      const flooded = await workshop.openTab(LAB)
      await attach(typing, first)
      await attach(flooded, second)
      await pause(1000)
      const quiet = await echoes(typing, first)
      flooded.socket.emit('terminal:input', { terminalId: second, data: 'yes\r' })
      await pause(1000)
      const loud = await echoes(typing, first)
      flooded.socket.emit('terminal:input', { terminalId: second, data: '\x03' })
      const how = `${KEYS} keys, from keypress to output, over the websocket`
      return [
        { name: 'echo, p50', value: percentile(quiet, 0.5), unit: 'ms', how },
        { name: 'echo, p99', value: percentile(quiet, 0.99), unit: 'ms', how },
        { name: 'echo while yes floods another tab, p50', value: percentile(loud, 0.5), unit: 'ms', how },
        {
          name: 'echo while yes floods another tab, p99',
          value: percentile(loud, 0.99),
          unit: 'ms',
          how,
          aim: { atMost: 50 },
        },
      ]
    } finally {
      await workshop.close()
    }
  },
}

/** Shows a terminal in a tab, which draws all that comes. */
async function attach({ socket }: Tab, terminalId: string): Promise<void> {
  socket.on('terminal:data', message => {
    if (message.terminalId !== terminalId) return
    socket.emit('terminal:ack', { terminalId, offset: message.offset + message.data.byteLength })
  })
  await socket.emitWithAck('terminal:attach', { terminalId, from: 0 })
}

async function echoes({ socket }: Tab, terminalId: string): Promise<number[]> {
  const samples: number[] = []
  for (let key = 0; key < KEYS; key++) {
    const started = performance.now()
    const shown = new Promise<void>(resolve => {
      const listen = (message: { terminalId: string }) => {
        if (message.terminalId !== terminalId) return
        socket.off('terminal:data', listen)
        resolve()
      }
      socket.on('terminal:data', listen)
    })
    socket.emit('terminal:input', { terminalId, data: key % 60 === 59 ? '\x15' : 'x' })
    await shown
    samples.push(performance.now() - started)
    await pause(10)
  }
  socket.emit('terminal:input', { terminalId, data: '\x15' })
  await pause(200)
  return samples
}
