import { expect, test } from 'vitest'
import { compileFilter } from './filter-pattern.ts'
import { compileSpaceFilter } from './space-filter.ts'

const LINE = '127.0.0.1 - ada [10/Oct/2026:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'

test.each<[string, boolean]>([
  ['[ip, user, username, timestamp, request, status, bytes]', true],
  ['[ip, user, username, timestamp, request, status]', false],
  ['[ip, user, username, timestamp, request, status, bytes, more]', false],
  ['[ip, user, username, timestamp, request, status = 4*, bytes]', true],
  ['[ip, user, username, timestamp, request, status = 5*, bytes]', false],
  ['[ip, user, username, timestamp, request = *html*, status = 4*, bytes]', true],
  ['[ip, user, username, timestamp, request = "GET /*", status, bytes > 1000]', true],
  ['[ip, user, username, timestamp, request, status, bytes <= 1000]', false],
  ['[ip, user, username, timestamp, request, status != 404, bytes]', false],
  ['[ip, user, username, timestamp, request, status = 404 || status = 410, bytes]', true],
  ['[ip, user, username, timestamp, request, status = 4* && status != 404, bytes]', false],
  ['[..., status = 404, bytes]', true],
  ['[ip = 127.0.0.1, ...]', true],
  ['[ip, ..., bytes = 1534]', true],
  ['[ip, ..., bytes = 1534.0]', true],
  ['[ip, user, username = %^a.a$%, ...]', true],
  ['[ip, user, username = %^b%, ...]', false],
  ['[a, b, c, d, e, f, g, ..., h]', false],
  ['[ip, ..., request < 5]', false],
])('%s', (pattern, expected) => {
  expect(compileFilter(pattern)(LINE)).toBe(expected)
})

test('names the fields, those in brackets and quotes whole', () => {
  expect(compileSpaceFilter('[ip, ..., request, status, bytes]')(LINE)).toEqual({
    ip: '127.0.0.1',
    request: 'GET /index.html HTTP/1.0',
    status: '404',
    bytes: '1534',
  })
})

test.each([
  '[a, b',
  '[a,, b]',
  '[]',
  '[a = ]',
  '[a ~ 3]',
  '[a > many]',
  '[a = 1 || b = 2]',
  '[..., a, ...]',
  '[a = %(%]',
  '[a b]',
])('%s is no pattern', pattern => {
  expect(() => compileFilter(pattern)).toThrow(/^Invalid/)
})
