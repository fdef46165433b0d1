import { validationError } from '../errors.ts'

/** `count` blocks of `bits` host bits each out of an IPv4 block, as Fn::Cidr gives them. */
export function cidrs(block: string, count: number, bits: number): string[] {
  const [, address = '', length = ''] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(block) ?? []
  const prefix = Number(length)
  if (
    address === '' ||
    prefix > 32 ||
    !Number.isInteger(count) ||
    count < 1 ||
    count > 256 ||
    !(bits >= 1 && bits <= 32)
  ) {
    throw validationError(
      `Template error: Fn::Cidr expects an IPv4 block, a count of 1 to 256 and host bits; got ${block}, ${count}, ${bits}.`,
    )
  }
  const size = 2 ** bits
  if (count * size > 2 ** (32 - prefix)) {
    throw validationError(
      `Template error: Fn::Cidr cannot take ${count} blocks of ${bits} host bits out of ${block}.`,
    )
  }
  const start = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  return Array.from({ length: count }, (_, index) => `${dotted(start + index * size)}/${32 - bits}`)
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map(shift => Math.floor(value / 2 ** shift) % 256).join('.')
}
