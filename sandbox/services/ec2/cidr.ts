import { isIPv4 } from 'node:net'

/** An IPv4 range: first address and prefix length. */
export interface Cidr {
  base: number
  prefix: number
}

export function toNumber(ip: string): number {
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

export function toIp(address: number): string {
  return [24, 16, 8, 0].map(shift => Math.floor(address / 2 ** shift) % 256).join('.')
}

/** Undefined when the text is no IPv4 range such as 172.31.0.0/16. */
export function parseCidr(text: string): Cidr | undefined {
  const [ip = '', length = '', ...rest] = text.split('/')
  if (rest.length > 0 || !isIPv4(ip) || !/^\d{1,2}$/.test(length) || Number(length) > 32) return undefined
  const prefix = Number(length)
  const size = 2 ** (32 - prefix)
  return { base: Math.floor(toNumber(ip) / size) * size, prefix }
}

export function sizeOf(cidr: Cidr): number {
  return 2 ** (32 - cidr.prefix)
}

/** Whether the IPv4 address lies in the range; false for a text that is no range. */
export function contains(range: string, ip: string): boolean {
  const cidr = parseCidr(range)
  if (!cidr || !isIPv4(ip)) return false
  const address = toNumber(ip)
  return address >= cidr.base && address < cidr.base + sizeOf(cidr)
}

/** The range with its host bits cleared, as AWS shows it; undefined when it is none. */
export function canonicalCidr(text: string): string | undefined {
  const cidr = parseCidr(text)
  return cidr && `${toIp(cidr.base)}/${cidr.prefix}`
}

/** Whether two ranges share an address; false for a text that is no range. */
export function overlap(a: string, b: string): boolean {
  const [first, second] = [parseCidr(a), parseCidr(b)]
  if (!first || !second) return false
  return first.base < second.base + sizeOf(second) && second.base < first.base + sizeOf(first)
}

/** Whether the range lies in the other one as a whole. */
export function includes(outer: string, inner: string): boolean {
  const [whole, part] = [parseCidr(outer), parseCidr(inner)]
  if (!whole || !part) return false
  return part.base >= whole.base && part.base + sizeOf(part) <= whole.base + sizeOf(whole)
}
