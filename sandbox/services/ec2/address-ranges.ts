import { AwsError } from '../../operation.ts'
import { canonicalCidr, parseCidr } from './cidr.ts'
import { invalidParameterValue, missingParameter } from './errors.ts'

/** The IPv4 range of a VPC or subnet as AWS keeps it: host bits cleared, /16 to /28. Throws `code` for another size. */
export function addressRange(text: string | undefined, parameter: string, code: string): string {
  const range = ipv4Range(text, parameter)
  const prefix = parseCidr(range)?.prefix ?? 0
  if (prefix < 16 || prefix > 28) throw new AwsError(code, `The CIDR '${text}' is invalid.`)
  return range
}

/** An IPv4 range of any size, host bits cleared. */
export function ipv4Range(text: string | undefined, parameter: string): string {
  if (!text) throw missingParameter(parameter)
  const range = canonicalCidr(text)
  if (range) return range
  throw invalidParameterValue(
    `Value (${text}) for parameter ${parameter} is invalid. This is not a valid CIDR block.`,
  )
}
