import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { crc32c, crc64nvme, type RunningChecksum } from './crc.ts'

/** The checksums that clients may send and that are kept with an object. */
export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const

export type ChecksumName = (typeof CHECKSUM_ALGORITHMS)[number]

/** The header or trailer that brings each. */
export const CHECKSUM_HEADERS: Readonly<Record<ChecksumName, string>> = {
  CRC32: 'x-amz-checksum-crc32',
  CRC32C: 'x-amz-checksum-crc32c',
  CRC64NVME: 'x-amz-checksum-crc64nvme',
  SHA1: 'x-amz-checksum-sha1',
  SHA256: 'x-amz-checksum-sha256',
}

/** Length of a checksum, in bytes. */
export const CHECKSUM_BYTES: Readonly<Record<ChecksumName, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
}

const make: Readonly<Record<ChecksumName, () => RunningChecksum>> = {
  CRC32: zlibCrc32,
  CRC32C: crc32c,
  CRC64NVME: crc64nvme,
  SHA1: () => createHash('sha1'),
  SHA256: () => createHash('sha256'),
}

/** Begins a checksum. */
export function startChecksum(name: ChecksumName): RunningChecksum {
  return make[name]()
}

/** The checksum of bytes that are all there. */
export function checksumOf(name: ChecksumName, bytes: Buffer): Buffer {
  const running = startChecksum(name)
  running.update(bytes)
  return running.digest()
}

function zlibCrc32(): RunningChecksum {
  let value = 0
  return {
    update: bytes => {
      value = crc32(bytes, value)
    },
    digest: () => {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(value)
      return bytes
    },
  }
}
