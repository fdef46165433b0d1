import { expect, onTestFinished, test, vi } from 'vitest'
import { FakeTerminal } from '../../../runtime/fake-runtime.ts'
import { PAYLOAD } from './agent-message.ts'
import { DataChannel } from './data-channel.ts'
import { PluginClient } from './testing/plugin-client.ts'
import type { PluginOptions } from './testing/plugin-client.ts'

const soon = { timeout: 10_000, interval: 5 }

/** A channel and its client, joined without sockets. */
function join(options: Omit<PluginOptions, 'send'> = {}, opens?: () => Promise<FakeTerminal>) {
  const terminals: FakeTerminal[] = []
  const recorded: string[] = []
  const state = { ended: 0, hungUp: false }
  const plugin = new PluginClient({ ...options, send: bytes => queueMicrotask(() => channel.receive(bytes)) })
  const channel = new DataChannel({
    sessionId: 'ecs-execute-command-0',
    target: 'ecs:lab_1_1-0',
    peer: { send: bytes => queueMicrotask(() => plugin.receive(bytes)), close: () => (state.hungUp = true) },
    open: size => {
      if (opens) return opens()
      const terminal = new FakeTerminal({ command: ['sh'], session: '0', ...size })
      terminals.push(terminal)
      return Promise.resolve(terminal)
    },
    record: bytes => recorded.push(bytes.toString('utf8')),
    ended: () => state.ended++,
  })
  onTestFinished(() => channel.gone())
  return { channel, plugin, terminals, recorded, state }
}

async function joined(options: Omit<PluginOptions, 'send'> = {}) {
  const all = join(options)
  const terminal = await vi.waitFor(() => all.terminals[0] ?? expect.fail('no terminal yet'), soon)
  await vi.waitFor(() => expect(all.plugin.payloadTypes()).toContain(PAYLOAD.handshakeComplete), soon)
  return { ...all, terminal }
}

test('shakes hands, then keys go one way and output the other', async () => {
  const { plugin, terminal, recorded } = await joined()
  expect(plugin.received[0]?.messageType).toBe('start_publication')
  const request = plugin.received.find(({ payloadType }) => payloadType === PAYLOAD.handshakeRequest)
  expect(JSON.parse(request?.payload.toString() ?? '')).toMatchObject({
    RequestedClientActions: [
      { ActionType: 'SessionType', ActionParameters: { SessionType: 'InteractiveCommands' } },
    ],
  })
  plugin.resize(132, 43)
  plugin.type('echo hi\r')
  await vi.waitFor(() => expect(terminal.input).toBe('echo hi\r'), soon)
  expect(terminal.size).toEqual([132, 43])
  terminal.print('hi\r\n')
  await vi.waitFor(() => expect(plugin.output).toBe('hi\r\n'), soon)
  expect(recorded).toEqual(['hi\r\n'])
  expect(plugin.acknowledged()).toEqual([0, 1, 2])
})

test('says goodbye when the command ends, after all of its output', async () => {
  const { plugin, terminal, state } = await joined()
  terminal.print('x'.repeat(5000))
  terminal.end(0)
  const closed = { MessageType: 'channel_closed', SessionId: 'ecs-execute-command-0', Output: '' }
  await vi.waitFor(() => expect(plugin.closed).toMatchObject(closed), soon)
  expect(plugin.output).toBe('x'.repeat(5000))
  expect(plugin.received.at(-1)?.messageType).toBe('channel_closed')
  expect(state).toEqual({ ended: 1, hungUp: true })
})

test('sends again what the client was not ready for, and the client reads it once', async () => {
  let ready = false
  const { plugin, terminal } = await joined({
    acknowledges: ({ payloadType, sequenceNumber }) =>
      payloadType !== PAYLOAD.output || sequenceNumber > 2 || ready,
  })
  terminal.print('first ')
  await vi.waitFor(() => expect(plugin.received.at(-1)?.payload.toString()).toBe('first '), soon)
  terminal.print('second')
  await vi.waitFor(
    () =>
      expect(plugin.received.filter(({ sequenceNumber }) => sequenceNumber === 2).length).toBeGreaterThan(1),
    soon,
  )
  expect(plugin.output).toBe('')
  ready = true
  await vi.waitFor(() => expect(plugin.output).toBe('first second'), soon)
})

test('takes messages in their order, and each once', async () => {
  const { plugin, terminal } = await joined()
  plugin.input(PAYLOAD.output, Buffer.from('c'), 3)
  plugin.input(PAYLOAD.output, Buffer.from('b'), 2)
  plugin.input(PAYLOAD.output, Buffer.from('a'), 1)
  plugin.input(PAYLOAD.output, Buffer.from('a'), 1)
  await vi.waitFor(() => expect(plugin.acknowledged()).toEqual([0, 3, 2, 1, 1]), soon)
  expect(terminal.input).toBe('abc')
})

test('does not cut a character in two', async () => {
  const { plugin, terminal } = await joined()
  const text = `${'x'.repeat(1022)}€${'ö'.repeat(600)}`
  const bytes = Buffer.from(text)
  terminal.print(text.slice(0, 10))
  for (const part of [bytes.subarray(10, 1023), bytes.subarray(1023, 1500), bytes.subarray(1500)]) {
    terminal.printBytes(part)
  }
  await vi.waitFor(() => expect(plugin.output).toBe(text), soon)
})

test('lets a command wait whose client reads nothing, and go on later', async () => {
  let reads = true
  const { plugin, terminal } = await joined({ acknowledges: () => reads })
  reads = false
  for (let i = 0; i < 1200; i++) terminal.print('y'.repeat(1024))
  expect(terminal.isPaused).toBe(true)
  reads = true
  await vi.waitFor(() => expect(terminal.isPaused).toBe(false), soon)
  await vi.waitFor(() => expect(plugin.output).toHaveLength(1200 * 1024), soon)
})

test('serves a client that knows of no handshake', async () => {
  const { plugin, terminals } = join({ acknowledges: ({ payloadType }) => payloadType === PAYLOAD.output })
  plugin.resize(100, 30)
  plugin.type('ls\r')
  const terminal = await vi.waitFor(() => terminals[0] ?? expect.fail('no terminal yet'), soon)
  await vi.waitFor(() => expect(terminal.input).toBe('ls\r'), soon)
  expect(terminal.size).toEqual([100, 30])
})

test('a client that cannot do what the handshake asks for is told so', async () => {
  const { plugin, terminals, state } = join({ actionStatus: 3 })
  await vi.waitFor(() => expect(state.hungUp).toBe(true), soon)
  await vi.waitFor(
    () => expect(plugin.closed?.Output).toBe('Handshake with the client failed: Unsupported action'),
    soon,
  )
  expect(terminals).toEqual([])
})

test('a command that cannot be started says why', async () => {
  const { plugin } = join({}, () => Promise.reject(new Error('no such shell')))
  await vi.waitFor(
    () => expect(plugin.closed?.Output).toBe('The command could not be started: no such shell'),
    soon,
  )
})

test('the flag of the client ends the session', async () => {
  const { plugin, state } = await joined()
  plugin.input(PAYLOAD.flag, Buffer.from([0, 0, 0, 2]))
  await vi.waitFor(() => expect(state).toEqual({ ended: 1, hungUp: true }), soon)
})

test('passes over what is no message, and sizes that are none', async () => {
  const { channel, plugin, terminal } = await joined()
  channel.receive(Buffer.from('GET / HTTP/1.1'))
  for (const size of [
    '{"cols":0,"rows":9}',
    '{"cols":"a","rows":9}',
    '[]',
    'null',
    '{',
    '{"cols":80,"rows":1e9}',
  ]) {
    plugin.input(PAYLOAD.size, Buffer.from(size))
  }
  plugin.type('still here')
  await vi.waitFor(() => expect(terminal.input).toBe('still here'), soon)
  expect(terminal.size).toEqual([80, 24])
})
