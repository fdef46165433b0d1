import { expect, test } from 'vitest'
import { wildcard } from './wildcard.ts'

test.each([
  ['abc', 'abc', true],
  ['abc', 'abcd', false],
  ['*', '', true],
  ['a*c', 'abbc', true],
  ['a*c', 'abbd', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['*.example.com', 'www.example.com', true],
  ['*.example.com', 'example.com', false],
  ['a\\*c', 'a*c', true],
  ['a\\*c', 'abc', false],
  ['*a*b*', 'xxaxxbxx', true],
  ['(a+)+$', '(a+)+$', true],
])('%s on %s: %s', (pattern, text, matches) => {
  expect(wildcard(pattern)(text)).toBe(matches)
})

test('no pattern takes long', () => {
  const startedAt = performance.now()
  expect(wildcard('*a'.repeat(30))(`${'a'.repeat(3000)}b`)).toBe(false)
  expect(performance.now() - startedAt).toBeLessThan(500)
})
