import { AwsError } from '../../operation.ts'
import { accessDenied } from './errors.ts'

/** How many bytes a form's file may have. */
export interface FormRange {
  least: number
  most: number
}

type Condition = [operator: string, field: string, value: string]

/** Fields that no condition needs to name. */
const FREE = /^(x-amz-signature|signature|awsaccesskeyid|policy|file|x-ignore-.*)$/

/** Compares a form's fields, `bucket` among them, with its policy. Throws AccessDenied or InvalidPolicyDocument. */
export function checkPostPolicy(
  encoded: string,
  fields: ReadonlyMap<string, string>,
  now: number,
): FormRange {
  const { expiration, conditions } = read(encoded)
  if (!(expiration > now)) throw denied('Policy expired.')
  const range: FormRange = { least: 0, most: Infinity }
  const named = new Set<string>(['bucket'])
  for (const condition of conditions) {
    if (Array.isArray(condition) && String(condition[0]).toLowerCase() === 'content-length-range') {
      const [least, most] = [Number(condition[1]), Number(condition[2])]
      if (!(least >= 0 && most >= least)) throw invalid('Invalid content-length-range.')
      Object.assign(range, { least, most })
      continue
    }
    for (const [operator, field, value] of conditionsOf(condition)) {
      const name = field.toLowerCase()
      named.add(name)
      const actual = fields.get(name) ?? ''
      const holds = operator === 'eq' ? actual === value : actual.startsWith(value)
      if (!holds) throw denied(`Policy Condition failed: ["${operator}", "$${field}", "${value}"]`)
    }
  }
  const extra = [...fields.keys()].filter(name => !named.has(name) && !FREE.test(name))
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`)
  return range
}

function read(encoded: string): { expiration: number; conditions: unknown[] } {
  let policy: unknown
  try {
    policy = JSON.parse(Buffer.from(encoded, 'base64').toString())
  } catch {
    throw invalid('Invalid JSON.')
  }
  const { expiration, conditions } = (policy ?? {}) as { expiration?: unknown; conditions?: unknown }
  const until = typeof expiration === 'string' ? Date.parse(expiration) : NaN
  if (Number.isNaN(until)) throw invalid('Policy missing expiration.')
  if (!Array.isArray(conditions)) throw invalid('Policy missing conditions.')
  return { expiration: until, conditions }
}

/** `{ "acl": "private" }` is short for `["eq", "$acl", "private"]`. */
function conditionsOf(condition: unknown): Condition[] {
  if (Array.isArray(condition)) {
    const [operator, field, value] = condition.map(String)
    const known = operator?.toLowerCase()
    if ((known === 'eq' || known === 'starts-with') && field?.startsWith('$') && value !== undefined)
      return [[known, field.slice(1), value]]
  } else if (typeof condition === 'object' && condition !== null) {
    return Object.entries(condition).map(([field, value]) => ['eq', field, String(value)])
  }
  throw invalid('Invalid condition.')
}

const denied = (reason: string) => accessDenied(`Invalid according to Policy: ${reason}`)
const invalid = (reason: string) => new AwsError('InvalidPolicyDocument', `Invalid Policy: ${reason}`)
