import { expect, test } from 'vitest'
import { accountOfAccessKey, newAccessKeyId } from './access-key-id.ts'

test.each(['000000000000', '123456789012', '999999999999'])('a key of account %s names it', accountId => {
  for (let round = 0; round < 100; round++) {
    const key = newAccessKeyId('AKIA', accountId)
    expect(key).toMatch(/^AKIA[A-Z2-7]{16}$/)
    expect(accountOfAccessKey(key)).toBe(accountId)
  }
})

test('it is read as AWS writes it', () => {
  // From AWS's documentation of GetAccessKeyInfo and public write-ups of the encoding.
  expect(accountOfAccessKey('ASIAQNZGKIQY56JQ7WML')).toBe('029608264753')
})

test.each(['', 'test', 'AKIA', 'AKIAIOSFODNN7EXAMPL1', 'AGPAIOSFODNN7EXAMPLE'])(
  '%j names no account',
  key => {
    expect(accountOfAccessKey(key)).toBeUndefined()
  },
)
