import { AwsError } from '../../operation.ts'
import { invalidInput, malformedPolicy } from './errors.ts'
import { type PolicyKind, readPolicy } from './policy/document.ts'
import { policyFault } from './policy/policy-fault.ts'
import type { Tag } from './store.ts'

/** Checks the name of a role (64 characters), user (64) or policy (128). */
export function checkName(member: string, name: string, longest: number): void {
  if (name.length > longest)
    throw constraint(name, member, `Member must have length less than or equal to ${longest}`)
  if (name.length === 0) throw constraint(name, member, 'Member must have length greater than or equal to 1')
  if (!/^[\w+=,.@-]+$/.test(name)) {
    throw new AwsError(
      'ValidationError',
      `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    )
  }
}

/** The path, `/` when there is none. */
export function checkedPath(path: string | undefined): string {
  if (path === undefined) return '/'
  if (/^\/$|^\/[\x21-\x7e]*\/$/.test(path) && path.length <= 512) return path
  throw new AwsError(
    'ValidationError',
    'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  )
}

/** Checks a policy document that is to be stored. */
export function checkPolicy(text: string, kind: PolicyKind): void {
  const fault = policyFault(text, kind)
  if (fault !== undefined) throw malformedPolicy(fault)
}

/** Checks the document of a managed policy, which AWS wants in the newer language. */
export function checkManagedPolicy(text: string): void {
  checkPolicy(text, 'identity')
  if (readPolicy(text).Version !== '2012-10-17')
    throw malformedPolicy('Policy document must be version 2012-10-17 or greater.')
}

/** Seconds a role's sessions may last; an hour when not given. */
export function checkedSessionDuration(seconds: number | undefined): number {
  if (seconds === undefined) return 3600
  if (seconds < 3600)
    throw constraint(seconds, 'maxSessionDuration', 'Member must have value greater than or equal to 3600')
  if (seconds > 43200)
    throw constraint(seconds, 'maxSessionDuration', 'Member must have value less than or equal to 43200')
  return seconds
}

/** `held` with `added` in it; a key that is there already gets the new value. */
export function withTags(
  held: Tag[],
  added: { Key?: string | undefined; Value?: string | undefined }[] = [],
): Tag[] {
  const tags = new Map(held.map(({ Key, Value }) => [Key, Value]))
  const keys = added.map(({ Key = '' }) => Key.toLowerCase())
  if (new Set(keys).size < keys.length)
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.')
  for (const [index, { Key = '', Value = '' }] of added.entries()) {
    checkTagText(Key, `tags.${index + 1}.member.key`, 1, 128)
    checkTagText(Value, `tags.${index + 1}.member.value`, 0, 256)
    if (/^aws:/i.test(Key)) throw invalidInput('System tags cannot be added/updated by requester')
    const known = [...tags.keys()].find(name => name.toLowerCase() === Key.toLowerCase())
    tags.set(known ?? Key, Value)
  }
  if (tags.size > 50) throw new AwsError('LimitExceeded', 'Cannot exceed quota for TagsPerResource: 50', 409)
  return [...tags].map(([Key, Value]) => ({ Key, Value }))
}

function checkTagText(text: string, member: string, shortest: number, longest: number): void {
  if (text.length < shortest)
    throw constraint(text, member, `Member must have length greater than or equal to ${shortest}`)
  if (text.length > longest)
    throw constraint(text, member, `Member must have length less than or equal to ${longest}`)
  if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text)) {
    const pattern = `[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]${shortest > 0 ? '+' : '*'}`
    throw constraint(text, member, `Member must satisfy regular expression pattern: ${pattern}`)
  }
}

/** ValidationError of one member, in IAM's words. */
export function constraint(value: string | number, member: string, text: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${text}`,
  )
}
