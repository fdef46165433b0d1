import { asText } from './as-text.ts'
import type { Parameter } from '@aws-sdk/client-cloudformation'
import { RE2JS } from 're2js'
import { validationError } from '../errors.ts'
import type { Template, TemplateParameter } from './template.ts'

/** A parameter of a stack with the value that it was given. */
export interface StackParameter {
  key: string
  /** As text; lists with commas. */
  value: string
  /** Of a parameter that names one in Systems Manager: the value there. */
  resolved?: string
  noEcho: boolean
}

/** Values of the parameters that a request gives, over those of before and the defaults. Throws ValidationError. */
export function stackParameters(
  template: Template,
  given: readonly Parameter[],
  previous: readonly StackParameter[] = [],
): StackParameter[] {
  const declared = template.Parameters ?? {}
  const strange = given.map(({ ParameterKey = '' }) => ParameterKey).filter(key => !declared[key])
  if (strange.length > 0) {
    throw validationError(`Parameters: [${strange.join(', ')}] do not exist in the template`)
  }
  const missing: string[] = []
  const values = Object.entries(declared).map(([key, parameter]): StackParameter => {
    checkType(key, parameter)
    const own = given.find(({ ParameterKey }) => ParameterKey === key)
    const before = previous.find(known => known.key === key)?.value
    if (own?.UsePreviousValue && before === undefined) {
      throw validationError(
        `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      )
    }
    const value = own?.UsePreviousValue
      ? before
      : (own?.ParameterValue ?? (parameter.Default === undefined ? undefined : asText(parameter.Default)))
    if (value === undefined) missing.push(key)
    else checkValue(key, value, parameter)
    return { key, value: value ?? '', noEcho: String(parameter.NoEcho ?? false) === 'true' }
  })
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`)
  return values
}

/** Names in Systems Manager whose values are asked for. */
export function storeNames(template: Template, parameters: readonly StackParameter[]): StackParameter[] {
  return parameters.filter(({ key }) => isStoreValue(template.Parameters?.[key]?.Type))
}

/** What Ref of a parameter gives: a list where its type is one. */
export function parameterValues(
  template: Template,
  parameters: readonly StackParameter[],
): Record<string, unknown> {
  return Object.fromEntries(
    parameters.map(({ key, value, resolved }): [string, unknown] => {
      const text = resolved ?? value
      const type = template.Parameters?.[key]?.Type ?? 'String'
      if (!isList(type)) return [key, text]
      return [key, text === '' ? [''] : text.split(',').map(item => item.trim())]
    }),
  )
}

function isStoreValue(type = ''): boolean {
  return type.startsWith('AWS::SSM::Parameter::Value<')
}

function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || /(^|<)List</.test(type)
}

function checkType(key: string, { Type }: TemplateParameter): void {
  const known = /^(String|Number|CommaDelimitedList|List<Number>|(List<)?AWS::[A-Za-z0-9:<>]+)$/
  if (typeof Type === 'string' && known.test(Type)) return
  throw validationError(
    `Template format error: Unrecognized parameter type: ${String(Type)} (parameter ${key})`,
  )
}

function checkValue(key: string, value: string, parameter: TemplateParameter): void {
  const { AllowedValues, AllowedPattern, ConstraintDescription } = parameter
  const { MinLength, MaxLength, MinValue, MaxValue } = parameter
  const refuse = (text: string) =>
    validationError(
      ConstraintDescription
        ? `Parameter ${key} failed to satisfy constraint: ${ConstraintDescription}`
        : `Parameter '${key}' ${text}`,
    )
  const items = isList(parameter.Type) ? value.split(',').map(item => item.trim()) : [value]
  if (parameter.Type === 'Number' || parameter.Type === 'List<Number>') {
    for (const item of items) {
      if (item === '' || Number.isNaN(Number(item)))
        throw validationError(`Parameter '${key}' must be a number.`)
      if (MinValue !== undefined && Number(item) < Number(MinValue))
        throw refuse(`must be a number not less than ${MinValue}`)
      if (MaxValue !== undefined && Number(item) > Number(MaxValue))
        throw refuse(`must be a number not greater than ${MaxValue}`)
    }
  }
  if (AllowedValues && items.some(item => !AllowedValues.map(String).includes(item))) {
    throw refuse(`must be one of AllowedValues`)
  }
  if (AllowedPattern !== undefined && !items.every(item => matches(key, AllowedPattern, item)))
    throw refuse(`must match pattern ${AllowedPattern}`)
  if (MinLength !== undefined && value.length < Number(MinLength))
    throw refuse(`must contain at least ${MinLength} characters`)
  if (MaxLength !== undefined && value.length > Number(MaxLength))
    throw refuse(`must contain at most ${MaxLength} characters`)
}

function matches(key: string, pattern: string, value: string): boolean {
  try {
    return RE2JS.compile(pattern).matcher(value).matches()
  } catch (error) {
    throw validationError(
      `Template validation error: Parameter ${key} has an invalid AllowedPattern: ${(error as Error).message}`,
    )
  }
}
