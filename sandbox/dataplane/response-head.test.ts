import { expect, test } from 'vitest'
import { ChunkedDecoder } from './chunked-decoder.ts'
import { parseResponseHead } from './response-head.ts'

const head = (...lines: string[]) => parseResponseHead(lines.join('\r\n'))

test('a head is read with its length, without what belongs to the connection', () => {
  expect(
    head(
      'HTTP/1.1 200 OK',
      'Content-Type: text/plain',
      'Content-Length: 5',
      'Connection: keep-alive',
      'Keep-Alive: timeout=5',
      'X-Empty:',
    ),
  ).toEqual({
    status: 200,
    reason: 'OK',
    headers: ['Content-Type', 'text/plain', 'Content-Length', '5', 'X-Empty', ''],
    framing: 5,
    keepAlive: true,
    keepAliveMs: 5000,
  })
  expect(head('HTTP/1.1 404')).toMatchObject({ status: 404, reason: '', framing: 'close' })
  expect(head('HTTP/1.0 200 OK')).toMatchObject({ keepAlive: false })
  expect(
    head('HTTP/1.1 200 OK', 'connection: close, X-Hop', 'x-hop: 1', 'Set-Cookie: a=1', 'Set-Cookie: b=2'),
  ).toMatchObject({
    keepAlive: false,
    headers: ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'],
  })
  expect(head('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked')).toMatchObject({
    framing: 'chunked',
    headers: [],
  })
})

test.each([
  ['no status line', ['SSH-2.0-OpenSSH']],
  ['an odd version', ['HTTP/2 200 OK']],
  ['a status of two digits', ['HTTP/1.1 20 OK']],
  ['a line without a colon', ['HTTP/1.1 200 OK', 'nonsense']],
  ['a folded header', ['HTTP/1.1 200 OK', 'A: 1', ' B: 2']],
  ['a space before the colon', ['HTTP/1.1 200 OK', 'Content-Length : 5']],
  ['two lengths', ['HTTP/1.1 200 OK', 'Content-Length: 5', 'Content-Length: 6']],
  ['a negative length', ['HTTP/1.1 200 OK', 'Content-Length: -5']],
  ['length and chunks', ['HTTP/1.1 200 OK', 'Content-Length: 5', 'Transfer-Encoding: chunked']],
  ['an unknown coding', ['HTTP/1.1 200 OK', 'Transfer-Encoding: gzip, chunked']],
])('refused: %s', (_what, lines) => {
  expect(head(...lines)).toBeUndefined()
})

function decode(parts: string[]): { body: string; ended: boolean | undefined; rest: number } {
  const decoder = new ChunkedDecoder()
  let body = ''
  let ended: boolean | undefined = false
  for (const part of parts) ended = decoder.decode(Buffer.from(part), data => (body += data.toString()))
  return { body, ended, rest: decoder.rest }
}

test('chunks are joined wherever the bytes are cut', () => {
  const wire = '4;ext=1\r\nwiki\r\nA\r\npedia \r\nin\r\n0\r\nTrailer: x\r\n\r\n'
  const whole = { body: 'wikipedia \r\nin', ended: true, rest: 0 }
  expect(decode([wire])).toEqual(whole)
  expect(decode([...wire])).toEqual(whole)
  expect(decode([`${wire}HTTP/1.1 200`])).toEqual({ ...whole, rest: 12 })
  expect(decode(['4\r\nwi'])).toMatchObject({ ended: false })
})

test.each([
  'x\r\n',
  '-1\r\n',
  '4\nwiki\r\n',
  '4\r\nwikiXX\r\n',
  'fffffffffffff\r\n',
  `1;${'x'.repeat(9000)}`,
])('refused as a chunk: %j', wire => {
  expect(decode([wire]).ended).toBeUndefined()
})
