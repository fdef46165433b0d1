import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { LabSocket } from '../lab-session.ts'
import { acknowledgeEvery, type LinkState, type Screen, TerminalLink } from './terminal-link.ts'

/** The page's end of the socket: it hears what a server says, and keeps what the page emits. */
class Wire extends EventEmitter {
  readonly emitted: [string, Record<string, unknown>][] = []
  attachAt = 0
  beforeAnswer: () => void = () => undefined

  says(event: string, message: unknown): void {
    super.emit(event, message)
  }

  override emit(
    event: string,
    message: Record<string, unknown>,
    answer?: (result: unknown) => void,
  ): boolean {
    this.emitted.push([event, message])
    if (answer !== undefined) this.beforeAnswer()
    answer?.({ offset: this.attachAt, columns: 80, rows: 24 })
    return true
  }
}

function open() {
  const wire = new Wire()
  const drawn: string[] = []
  const states: LinkState[] = []
  const screen: Screen = {
    write: (data, done) => {
      drawn.push(Buffer.from(data).toString())
      done()
    },
    reset: () => drawn.push('<reset>'),
    size: () => ({ columns: 100, rows: 30 }),
  }
  const link = new TerminalLink(wire as unknown as LabSocket, 't1', screen, state => states.push(state))
  const data = (offset: number, text: string) =>
    wire.says('terminal:data', { terminalId: 't1', offset, data: new TextEncoder().encode(text).buffer })
  return { wire, link, drawn, states, data }
}

describe('TerminalLink', () => {
  it('attaches from the first byte, and says how large it is', () => {
    const { wire, link, states } = open()
    link.attach()
    expect(wire.emitted).toEqual([
      ['terminal:attach', { terminalId: 't1', from: 0 }],
      ['terminal:resize', { terminalId: 't1', columns: 100, rows: 30 }],
    ])
    expect(states).toEqual(['attaching', 'attached'])
  })

  it('goes on after an interruption at the byte that is missing, and draws none twice', () => {
    const { wire, link, drawn, data } = open()
    link.attach()
    data(0, 'hello ')
    wire.says('disconnect', 'transport close')
    wire.attachAt = 6
    link.attach()
    expect(wire.emitted.at(-2)).toEqual(['terminal:attach', { terminalId: 't1', from: 6 }])
    data(3, 'lo world')
    data(0, 'hello ')
    expect(drawn.join('')).toBe('hello world')
  })

  it('keeps bytes that come before the answer to attach', () => {
    const { wire, link, drawn, data } = open()
    wire.beforeAnswer = () => data(0, 'early ')
    link.attach()
    data(6, 'late')
    expect(drawn).toEqual(['early ', 'late'])
  })

  it('counts bytes, not characters', () => {
    const { wire, link, drawn, data } = open()
    link.attach()
    data(0, 'é')
    wire.attachAt = 2
    link.attach()
    expect(wire.emitted.at(-2)?.[1]).toEqual({ terminalId: 't1', from: 2 })
    expect(drawn).toEqual(['é'])
  })

  it('clears the screen where the ring buffer has dropped a part', () => {
    const { wire, link, drawn, data } = open()
    wire.attachAt = 5000
    link.attach()
    data(5000, 'later')
    expect(drawn).toEqual(['<reset>', 'later'])
  })

  it('clears the screen where the terminal itself began anew', () => {
    const { wire, link, drawn, data } = open()
    link.attach()
    data(0, 'old')
    wire.attachAt = 0
    link.attach()
    data(0, 'new')
    expect(drawn).toEqual(['old', '<reset>', 'new'])
  })

  it('acknowledges what is drawn, every 32 KiB', () => {
    const { wire, link, data } = open()
    link.attach()
    data(0, 'x'.repeat(acknowledgeEvery - 1))
    expect(wire.emitted.map(([event]) => event)).not.toContain('terminal:ack')
    data(acknowledgeEvery - 1, 'y')
    expect(wire.emitted.at(-1)).toEqual(['terminal:ack', { terminalId: 't1', offset: acknowledgeEvery }])
  })

  it('sends no keys before it is attached, nor while the connection is lost', () => {
    const { wire, link } = open()
    link.input('a')
    link.attach()
    link.input('b')
    wire.says('disconnect', 'transport close')
    link.input('c')
    expect(wire.emitted.filter(([event]) => event === 'terminal:input').map(([, { data }]) => data)).toEqual([
      'b',
    ])
  })

  it('hears nothing of other terminals', () => {
    const { wire, link, drawn } = open()
    link.attach()
    wire.says('terminal:data', { terminalId: 't2', offset: 0, data: new TextEncoder().encode('no').buffer })
    expect(drawn).toEqual([])
  })
})
