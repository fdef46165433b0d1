import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checksumOf, startChecksum } from './checksums.ts'
import { combineCrc } from './crc.ts'

/** The published check values: the checksum of the digits 1 to 9. */
const CHECK = { CRC32: 'cbf43926', CRC32C: 'e3069283', CRC64NVME: 'ae8b14860a799888' }

describe.each(Object.entries(CHECK) as ['CRC32' | 'CRC32C' | 'CRC64NVME', string][])('%s', (name, check) => {
  test('is what it is published to be', () => {
    expect(checksumOf(name, Buffer.from('123456789')).toString('hex')).toBe(check)
  })

  test('does not depend on how the bytes come', () => {
    const bytes = randomBytes(1000)
    const running = startChecksum(name)
    for (let at = 0; at < bytes.length; at += 13) running.update(bytes.subarray(at, at + 13))
    expect(running.digest()).toEqual(checksumOf(name, bytes))
  })

  test.each([0, 1, 7, 8, 1000, 65_537])('of two pieces, the second of %i bytes', length => {
    const [first, second] = [randomBytes(99), randomBytes(length)]
    const combined = combineCrc(name, checksumOf(name, first), checksumOf(name, second), length)
    expect(combined).toEqual(checksumOf(name, Buffer.concat([first, second])))
  })
})
