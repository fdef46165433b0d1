import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { decodeMessage, encodeMessage } from './agent-message.ts'

const payload = Buffer.from('{"cols":202,"rows":18}')
const message = {
  messageType: 'input_stream_data',
  schemaVersion: 1,
  createdDate: 0x0000019a_1e5b37e2,
  sequenceNumber: 7,
  flags: 3,
  messageId: '9f01a37d-bffe-fce1-730f-664914534e2a',
  payloadType: 3,
  payload,
}

test('a message lies in its bytes as the public format says', () => {
  const bytes = encodeMessage(message)
  const hex = (from: number, to: number) => bytes.toString('hex', from, to)
  expect(bytes).toHaveLength(120 + 22)
  expect(hex(0, 4)).toBe('00000074')
  expect(bytes.toString('latin1', 4, 36)).toBe('input_stream_data               ')
  expect(hex(36, 40)).toBe('00000001')
  expect(hex(40, 48)).toBe('0000019a1e5b37e2')
  expect(hex(48, 56)).toBe('0000000000000007')
  expect(hex(56, 64)).toBe('0000000000000003')
  // The less significant half of the UUID first.
  expect(hex(64, 80)).toBe('730f664914534e2a' + '9f01a37dbffefce1')
  expect(hex(80, 112)).toBe(createHash('sha256').update(payload).digest('hex'))
  expect(hex(112, 116)).toBe('00000003')
  expect(hex(116, 120)).toBe('00000016')
  expect(bytes.toString('utf8', 120)).toBe('{"cols":202,"rows":18}')
})

test('a message comes back out of its bytes', () => {
  expect(decodeMessage(encodeMessage(message))).toEqual(message)
  const empty = { ...message, messageType: 'start_publication', payload: Buffer.alloc(0) }
  expect(decodeMessage(encodeMessage(empty))).toEqual(empty)
})

test('a type that is padded with zeros in front is read too', () => {
  const bytes = encodeMessage(message)
  bytes.fill(0, 4, 36).write('acknowledge', 36 - 'acknowledge'.length)
  expect(decodeMessage(bytes)?.messageType).toBe('acknowledge')
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['half a header', encodeMessage(message).subarray(0, 60)],
  ['less than its length says', encodeMessage(message).subarray(0, -1)],
  ['more than its length says', Buffer.concat([encodeMessage(message), Buffer.from('x')])],
  ['another header', Buffer.concat([Buffer.from([0, 0, 0, 0x75]), encodeMessage(message).subarray(4)])],
])('%s is no message', (_what, bytes) => {
  expect(decodeMessage(bytes)).toBeUndefined()
})
