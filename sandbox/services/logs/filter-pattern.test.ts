import { expect, test } from 'vitest'
import { compileFilter } from './filter-pattern.ts'

const LINE =
  '{"level":"error","status":502,"path":"/health","ok":false,"user":{"name":"ada"},"tags":["a"],"none":null}'

test.each<[string, string, boolean]>([
  ['', 'anything', true],
  ['ERROR', '[ERROR] disk full', true],
  ['ERROR disk', '[ERROR] disk full', true],
  ['ERROR network', '[ERROR] disk full', false],
  ['"disk full"', '[ERROR] disk full', true],
  ['"full disk"', '[ERROR] disk full', false],
  ['?WARN ?ERROR', '[ERROR] disk full', true],
  ['?WARN ?INFO', '[ERROR] disk full', false],
  ['ERROR -disk', '[ERROR] disk full', false],
  ['ERROR -network', '[ERROR] disk full', true],
  ['%di.k (full|empty)%', '[ERROR] disk full', true],
  ['{ $.level = "error" }', LINE, true],
  ['{ $.level != "error" }', LINE, false],
  ['{ $.status >= 500 && $.path = "/heal*" }', LINE, true],
  ['{ ($.status < 500) || ($.user.name = "ada") }', LINE, true],
  ['{ $.ok IS FALSE }', LINE, true],
  ['{ $.none IS NULL }', LINE, true],
  ['{ $.missing NOT EXISTS }', LINE, true],
  ['{ $.level NOT EXISTS }', LINE, false],
  ['{ $.tags[0] = "a" }', LINE, true],
  ['{ $.level = "error" }', 'not json', false],
])('%s on %s: %s', (pattern, message, expected) => {
  expect(compileFilter(pattern)(message)).toBe(expected)
})

test.each(['"open', '{ $.a = }', '{ a = 1 }', '{ $.a = 1', '%(%'])('refuses %s', pattern => {
  expect(() => compileFilter(pattern)).toThrow(/Invalid/)
})

test('a regular expression that would block Node does not', () => {
  const started = Date.now()
  compileFilter('%^(a+)+$%')(`${'a'.repeat(40)}!`)
  expect(Date.now() - started).toBeLessThan(500)
})
