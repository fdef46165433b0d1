/** The polynomials S3 takes checksums with, reversed, beside zlib's CRC-32. */
const CRC32 = 0xedb88320n
const CRC32C = 0x82f63b78n
const CRC64_NVME = 0x9a6c9329ac4bc9b5n

/** A checksum under way, as `node:crypto` has its hashes. */
export interface RunningChecksum {
  update(bytes: Buffer): void
  digest(): Buffer
}

/** Remainders of each byte at each of eight positions, position after position: eight bytes are taken a turn. */
const table32c = tables(CRC32C)
const table64 = tables(CRC64_NVME)

/** CRC-32C (Castagnoli). */
export function crc32c(): RunningChecksum {
  const table = table32c.low
  let crc = -1
  return {
    update(bytes) {
      const { length } = bytes
      let value = crc
      let at = 0
      for (; at + 8 <= length; at += 8) {
        const a = value ^ wordAt(bytes, at)
        const b = wordAt(bytes, at + 4)
        value =
          table[1792 + (a & 255)]! ^
          table[1536 + ((a >>> 8) & 255)]! ^
          table[1280 + ((a >>> 16) & 255)]! ^
          table[1024 + (a >>> 24)]! ^
          table[768 + (b & 255)]! ^
          table[512 + ((b >>> 8) & 255)]! ^
          table[256 + ((b >>> 16) & 255)]! ^
          table[b >>> 24]!
      }
      for (; at < length; at++) value = table[(value ^ bytes[at]!) & 255]! ^ (value >>> 8)
      crc = value
    },
    digest: () => bigEndian(BigInt(~crc >>> 0), 4),
  }
}

/** CRC-64/NVME; its two halves run beside one another, as numbers hold but 32 bits. */
export function crc64nvme(): RunningChecksum {
  const { low: lows, high: highs } = table64
  let low = -1
  let high = -1
  return {
    update(bytes) {
      const { length } = bytes
      let [l, h, at] = [low, high, 0]
      for (; at + 8 <= length; at += 8) {
        const a = l ^ wordAt(bytes, at)
        const b = h ^ wordAt(bytes, at + 4)
        const i7 = 1792 + (a & 255)
        const i6 = 1536 + ((a >>> 8) & 255)
        const i5 = 1280 + ((a >>> 16) & 255)
        const i4 = 1024 + (a >>> 24)
        const i3 = 768 + (b & 255)
        const i2 = 512 + ((b >>> 8) & 255)
        const i1 = 256 + ((b >>> 16) & 255)
        const i0 = b >>> 24
        l = lows[i7]! ^ lows[i6]! ^ lows[i5]! ^ lows[i4]! ^ lows[i3]! ^ lows[i2]! ^ lows[i1]! ^ lows[i0]!
        h =
          highs[i7]! ^
          highs[i6]! ^
          highs[i5]! ^
          highs[i4]! ^
          highs[i3]! ^
          highs[i2]! ^
          highs[i1]! ^
          highs[i0]!
      }
      for (; at < length; at++) {
        const index = (l ^ bytes[at]!) & 255
        l = ((l >>> 8) | (h << 24)) ^ lows[index]!
        h = (h >>> 8) ^ highs[index]!
      }
      low = l
      high = h
    },
    digest: () => bigEndian((BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0), 8),
  }
}

/** Faster than the buffer's own reading, which checks its bounds each time. */
function wordAt(bytes: Buffer, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}

/** The checksum of two pieces one after the other, out of theirs and the length of the second. */
export function combineCrc(
  algorithm: 'CRC32' | 'CRC32C' | 'CRC64NVME',
  first: Buffer,
  second: Buffer,
  secondLength: number,
): Buffer {
  const [polynomial, width] = {
    CRC32: [CRC32, 32n] as const,
    CRC32C: [CRC32C, 32n] as const,
    CRC64NVME: [CRC64_NVME, 64n] as const,
  }[algorithm]
  const top = 1n << (width - 1n)
  const multiply = (a: bigint, b: bigint) => {
    let product = 0n
    for (let bit = top; bit > 0n; bit >>= 1n) {
      if (a & bit) product ^= b
      b = b & 1n ? (b >> 1n) ^ polynomial : b >> 1n
    }
    return product
  }
  // x to the power of eight times the length: what the first piece's remainder is carried on by.
  let power = top
  let square = top >> 8n
  for (let rest = BigInt(secondLength); rest > 0n; rest >>= 1n) {
    if (rest & 1n) power = multiply(power, square)
    square = multiply(square, square)
  }
  const number = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`)
  return bigEndian(multiply(power, number(first)) ^ number(second), Number(width) / 8)
}

function tables(polynomial: bigint): { low: Int32Array; high: Int32Array } {
  const first = Array.from({ length: 256 }, (_, byte) => {
    let remainder = BigInt(byte)
    for (let bit = 0; bit < 8; bit++) {
      remainder = remainder & 1n ? (remainder >> 1n) ^ polynomial : remainder >> 1n
    }
    return remainder
  })
  const all = [first]
  while (all.length < 8) {
    const before = all.at(-1)!
    all.push(before.map(remainder => first[Number(remainder & 255n)]! ^ (remainder >> 8n)))
  }
  const half = (shift: bigint) =>
    Int32Array.from(all.flat(), remainder => Number(BigInt.asIntN(32, remainder >> shift)))
  return { low: half(0n), high: half(32n) }
}

function bigEndian(value: bigint, bytes: number): Buffer {
  return Buffer.from(value.toString(16).padStart(bytes * 2, '0'), 'hex')
}
