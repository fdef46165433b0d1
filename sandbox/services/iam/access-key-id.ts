import { randomBytes } from 'node:crypto'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const ACCOUNT_BITS = 40n
/** The id is 80 bits in base32; AWS keeps the account in 40 of the first 48, after one bit and before seven. */
const SHIFT = 32n + 7n
const ACCOUNT_MASK = ((1n << ACCOUNT_BITS) - 1n) << SHIFT

/** A new access key id that names its account, as AWS's do. `AKIA` for a user's own key, `ASIA` for a session's. */
export function newAccessKeyId(prefix: 'AKIA' | 'ASIA', accountId: string): string {
  const random = BigInt(`0x${randomBytes(10).toString('hex')}`) | (1n << 79n)
  let bits = (random & ~ACCOUNT_MASK) | (BigInt(accountId) << SHIFT)
  let text = ''
  for (let index = 0; index < 16; index++, bits >>= 5n) text = ALPHABET.charAt(Number(bits & 31n)) + text
  return prefix + text
}

/** The account that an access key id names; undefined when it is not one. */
export function accountOfAccessKey(accessKeyId: string): string | undefined {
  if (!/^A(KIA|SIA)[A-Z2-7]{16}$/.test(accessKeyId)) return undefined
  let bits = 0n
  for (const character of accessKeyId.slice(4)) bits = (bits << 5n) | BigInt(ALPHABET.indexOf(character))
  const accountId = (bits & ACCOUNT_MASK) >> SHIFT
  return accountId < 10n ** 12n ? String(accountId).padStart(12, '0') : undefined
}

/** A new secret access key, 40 characters. */
export function newSecretAccessKey(): string {
  return randomBytes(30).toString('base64')
}
