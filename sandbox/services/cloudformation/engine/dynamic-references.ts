import { asText } from '../template/as-text.ts'
import type { Call } from './call.ts'
import { ResourceFailure } from './failure.ts'

const REFERENCE = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]+)\}\}/g

/** A value with its references to parameters and secrets replaced by what they are now. */
export async function resolveReferences<T>(value: T, call: Call): Promise<T> {
  if (!JSON.stringify(value ?? null).includes('{{resolve:')) return value
  return (await resolved(value, call)) as T
}

async function resolved(value: unknown, call: Call): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map(item => resolved(item, call)))
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      async ([key, item]) => [key, await resolved(item, call)] as const,
    )
    return Object.fromEntries(await Promise.all(entries))
  }
  if (typeof value !== 'string') return value
  let text = value
  for (const [whole, service, rest = ''] of value.matchAll(REFERENCE)) {
    text = text.replace(
      whole,
      await lookUp(service === 'secretsmanager' ? 'secret' : 'parameter', rest, call),
    )
  }
  return text
}

async function lookUp(kind: 'secret' | 'parameter', rest: string, call: Call): Promise<string> {
  if (kind === 'parameter') {
    const input = { Name: rest, WithDecryption: true }
    const { Parameter } = await call<{ Parameter?: { Value?: string } }>('ssm', 'GetParameter', input)
    return Parameter?.Value ?? ''
  }
  // A secret's ARN has colons of its own.
  const [, id = '', , key = '', stage = '', version = ''] =
    /^(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+|[^:]+)(:SecretString(?::([^:]*))?(?::([^:]*))?(?::([^:]*))?)?$/
      .exec(rest)
      ?.map(part => part ?? '') ?? []
  const { SecretString = '' } = await call<{ SecretString?: string }>('secretsmanager', 'GetSecretValue', {
    SecretId: id || rest,
    ...(stage && { VersionStage: stage }),
    ...(version && { VersionId: version }),
  })
  if (key === '') return SecretString
  const json = parsed(SecretString)
  const found = json?.[key]
  if (found === undefined) {
    throw new ResourceFailure(
      `Could not find a value associated with JSONKey in SecretString`,
      'InvalidRequest',
    )
  }
  return asText(found)
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return undefined
  }
}
