import { isIP } from 'node:net'
import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import { RE2JS } from 're2js'
import { validationError } from './errors.ts'

const CONFIGS = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-header': 'HttpHeaderConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'query-string': 'QueryStringConfig',
  'source-ip': 'SourceIpConfig',
} as const

type Field = keyof typeof CONFIGS

/** What the configurations of all conditions but query-string have. */
interface TextConfig {
  Values?: string[] | undefined
  RegexValues?: string[] | undefined
  HttpHeaderName?: string | undefined
}

/** The conditions of a rule as AWS shows them afterwards: the values of host and path stand twice. */
export function checkConditions(conditions: RuleCondition[] | undefined): RuleCondition[] {
  if (!conditions?.length) throw validationError('A rule must have at least one condition')
  const checked = conditions.map(checkCondition)
  for (const field of ['host-header', 'path-pattern', 'http-request-method', 'source-ip']) {
    if (checked.filter(({ Field }) => Field === field).length > 1) {
      throw validationError(`A rule can have only one '${field}' condition`)
    }
  }
  const count = checked.reduce((sum, condition) => sum + valuesOf(condition).length, 0)
  if (count > 5) throw validationError('A rule can have at most 5 condition values')
  return checked
}

function checkCondition(condition: RuleCondition): RuleCondition {
  const field = condition.Field as Field | undefined
  if (!field || !Object.hasOwn(CONFIGS, field)) {
    throw validationError(
      `Condition field '${field ?? ''}' must be one of '[${Object.keys(CONFIGS).join(', ')}]'`,
    )
  }
  if (field === 'query-string') return queryString(condition)
  const config: TextConfig | undefined = condition[CONFIGS[field]]
  const Values = config?.Values ?? condition.Values ?? []
  const RegexValues = config?.RegexValues ?? condition.RegexValues ?? []
  if (Values.length + RegexValues.length === 0) {
    throw validationError(`A condition value must be specified for '${field}'`)
  }
  for (const value of Values) CHECKS[field](value)
  for (const pattern of RegexValues) checkRegex(pattern)
  const shown = {
    ...(Values.length > 0 && { Values }),
    ...(RegexValues.length > 0 && { RegexValues }),
  }
  if (field === 'http-header') {
    const HttpHeaderName = config?.HttpHeaderName
    if (!HttpHeaderName || !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,40}$/.test(HttpHeaderName)) {
      throw validationError(`The HTTP header name '${HttpHeaderName ?? ''}' is not valid`)
    }
    return { Field: field, HttpHeaderConfig: { HttpHeaderName, ...shown } }
  }
  const both = field === 'host-header' || field === 'path-pattern'
  return { Field: field, ...(both && Values.length > 0 && { Values }), [CONFIGS[field]]: shown }
}

function queryString({ QueryStringConfig }: RuleCondition): RuleCondition {
  const pairs = QueryStringConfig?.Values ?? []
  if (pairs.length === 0) throw validationError("A condition value must be specified for 'query-string'")
  for (const { Value } of pairs) {
    if (!Value || Value.length > 128) {
      throw validationError('A query string condition must have a value of at most 128 characters')
    }
  }
  return { Field: 'query-string', QueryStringConfig: { Values: pairs } }
}

const CHECKS: Record<Exclude<Field, 'query-string'>, (value: string) => void> = {
  'host-header': value => checkLength(value, 'host-header', /^[A-Za-z0-9\-.*?]{1,128}$/),
  'path-pattern': value =>
    checkLength(value, 'path-pattern', /^[A-Za-z0-9_\-.$/~"'@:+*?&;=,!%()[\]#]{1,128}$/),
  'http-header': value => checkLength(value, 'http-header', /^[\x20-\x7e]{1,128}$/),
  'http-request-method': value => checkLength(value, 'http-request-method', /^[A-Z\-_]{1,40}$/),
  'source-ip': value => {
    const [ip = '', prefix = ''] = value.split('/')
    const version = isIP(ip)
    if (!version || !/^\d{1,3}$/.test(prefix) || Number(prefix) > (version === 4 ? 32 : 128)) {
      throw validationError(`The source-ip value '${value}' must be in CIDR format`)
    }
  },
}

function checkLength(value: string, field: string, allowed: RegExp): void {
  if (!allowed.test(value)) throw validationError(`The ${field} value '${value}' is not valid`)
}

function checkRegex(pattern: string): void {
  try {
    RE2JS.compile(pattern)
  } catch (error) {
    throw validationError(`The regular expression '${pattern}' is not valid: ${(error as Error).message}`)
  }
}

function valuesOf(condition: RuleCondition): unknown[] {
  const config = condition[CONFIGS[condition.Field as Field]] as
    { Values?: unknown[]; RegexValues?: unknown[] } | undefined
  return [...(config?.Values ?? []), ...(config?.RegexValues ?? [])]
}
