import { validationError } from '../errors.ts'
import { cidrs } from './cidr.ts'
import { isRecord } from './check-shape.ts'
import { isExtended } from './loops.ts'
import type { Template } from './template.ts'

/** What stands for a value that is known only once a resource is there. */
export const UNKNOWN = '{{changeSet:KNOWN_AFTER_APPLY}}'

const NO_VALUE = Symbol('AWS::NoValue')

/** What intrinsic functions look things up in. */
export interface Environment {
  template: Template
  /** Values of parameters (lists as arrays) and of pseudo parameters. */
  parameters: Readonly<Record<string, unknown>>
  conditions: ReadonlyMap<string, boolean>
  /** Physical id of a resource. */
  ref(logicalId: string): unknown
  attribute(logicalId: string, name: string): unknown
  exported(name: string): unknown
  zones(region: string): string[]
}

type Apply = (argument: unknown, environment: Environment) => unknown

/** A value of the template with its functions applied; what is AWS::NoValue is left out. */
export function evaluate(value: unknown, environment: Environment): unknown {
  const result = evaluated(value, environment)
  return result === NO_VALUE ? undefined : result
}

function evaluated(value: unknown, environment: Environment): unknown {
  if (Array.isArray(value)) {
    return value.map(item => evaluated(item, environment)).filter(item => item !== NO_VALUE)
  }
  if (!isRecord(value)) return value
  const keys = Object.keys(value)
  const [name = ''] = keys
  if (keys.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) {
    const apply = FUNCTIONS[name]
    if (!apply) throw unsupported(name)
    return apply(value[name], environment)
  }
  const entries = keys.map(key => [key, evaluated(value[key], environment)] as const)
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE))
}

const FUNCTIONS: Readonly<Record<string, Apply>> = {
  Ref: ref,
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::FindInMap': findInMap,
  'Fn::ImportValue': (argument, environment) =>
    environment.exported(text(argument, environment, 'Fn::ImportValue')),
  'Fn::GetAZs': (argument, environment) => {
    const region = text(argument, environment, 'Fn::GetAZs')
    if (region.includes(UNKNOWN)) return UNKNOWN
    return environment.zones(region === '' ? String(environment.parameters['AWS::Region']) : region)
  },
  'Fn::Cidr': cidr,
  'Fn::Base64': (argument, environment) => {
    const plain = text(argument, environment, 'Fn::Base64')
    return plain.includes(UNKNOWN) ? UNKNOWN : Buffer.from(plain).toString('base64')
  },
  'Fn::If': chosen,
  'Fn::And': (argument, environment) => isTrue({ 'Fn::And': argument }, environment),
  'Fn::Or': (argument, environment) => isTrue({ 'Fn::Or': argument }, environment),
  'Fn::Not': (argument, environment) => isTrue({ 'Fn::Not': argument }, environment),
  'Fn::Equals': (argument, environment) => isTrue({ 'Fn::Equals': argument }, environment),
  'Fn::Length': (argument, environment) => {
    const list = languageExtension('Fn::Length', environment) && evaluated(argument, environment)
    if (list === UNKNOWN) return UNKNOWN
    if (!Array.isArray(list)) throw malformed('Fn::Length', 'a list')
    return list.length
  },
  'Fn::ToJsonString': (argument, environment) =>
    languageExtension('Fn::ToJsonString', environment) && JSON.stringify(evaluated(argument, environment)),
}

function languageExtension(name: string, { template }: Environment): true {
  if (isExtended(template)) return true
  throw validationError(`Template error: ${name} needs the transform AWS::LanguageExtensions.`)
}

/** In CloudFormation's words; the practice account has no macros, and says so. */
function unsupported(name: string) {
  if (name === 'Fn::Transform') {
    return validationError(
      'The practice account does not have Fn::Transform: there are no macros, AWS::Include neither. Write out what it would make, and deploy that template.',
    )
  }
  return validationError(
    `Template error: Encountered unsupported function: ${name} Supported functions are: [${SUPPORTED.join(', ')}]`,
  )
}

/** As CloudFormation lists them. */
const SUPPORTED =
  'Fn::Base64 Fn::GetAtt Fn::GetAZs Fn::ImportValue Fn::Join Fn::Split Fn::FindInMap Fn::Select Ref Fn::Equals Fn::If Fn::Not Condition Fn::And Fn::Or Fn::Contains Fn::EachMemberEquals Fn::EachMemberIn Fn::ValueOf Fn::ValueOfAll Fn::RefAll Fn::Sub Fn::Cidr'.split(
    ' ',
  )

function malformed(name: string, wanted: string) {
  return validationError(`Template error: every ${name} object requires ${wanted}.`)
}

function ref(name: unknown, { template, parameters, ref: refOf }: Environment): unknown {
  if (name === 'AWS::NoValue') return NO_VALUE
  const id = String(name)
  if (Object.hasOwn(parameters, id)) return parameters[id]
  if (Object.hasOwn(template.Resources, id)) return refOf(id)
  throw validationError(
    `Template format error: Unresolved resource dependencies [${id}] in the Resources block of the template`,
  )
}

/** The two parts of a GetAtt, written as a list or with a dot. */
export function attributeNamed(argument: unknown): [logicalId: string, attribute: unknown] {
  if (typeof argument === 'string') {
    const [id = '', ...rest] = argument.split('.')
    return [id, rest.join('.')]
  }
  const [id, ...rest] = Array.isArray(argument) ? (argument as unknown[]) : []
  if (typeof id !== 'string' || rest.length === 0) {
    throw validationError(
      'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
    )
  }
  return [id, rest.length === 1 ? rest[0] : rest.join('.')]
}

function getAtt(argument: unknown, environment: Environment): unknown {
  const [id, name] = attributeNamed(argument)
  return environment.attribute(id, text(name, environment, 'Fn::GetAtt'))
}

/** The names in a text of Fn::Sub. */
export function namesInSub(template: string): string[] {
  return [...template.matchAll(/\$\{([^!{}][^{}]*)\}/g)].map(([, name = '']) => name.trim())
}

function sub(argument: unknown, environment: Environment): unknown {
  const [template, own = {}] = Array.isArray(argument) ? (argument as unknown[]) : [argument]
  if (typeof template !== 'string' || !isRecord(own)) {
    throw validationError(
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
    )
  }
  const values = new Map(Object.entries(own).map(([key, value]) => [key, evaluated(value, environment)]))
  const valueOf = (name: string): unknown => {
    if (values.has(name)) return values.get(name)
    if (name.includes('.') && !Object.hasOwn(environment.parameters, name)) {
      return getAtt(name, environment)
    }
    return ref(name, environment)
  }
  return template.replace(/\$\{([^{}]+)\}/g, (_whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    if (!/^[\w.:]+$/.test(name.trim())) {
      throw validationError(
        'Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
      )
    }
    return scalarText(valueOf(name.trim()), 'Fn::Sub')
  })
}

function join(argument: unknown, environment: Environment): string {
  const [delimiter, list] = Array.isArray(argument) ? (argument as unknown[]) : []
  const items = evaluated(list, environment)
  if (typeof delimiter !== 'string' || (!Array.isArray(items) && typeof items !== 'string')) {
    throw validationError(
      'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
    )
  }
  return [items]
    .flat()
    .map(item => scalarText(item, 'Fn::Join'))
    .join(delimiter)
}

function select(argument: unknown, environment: Environment): unknown {
  const [at, list] = Array.isArray(argument) ? (argument as unknown[]) : []
  const index = Number(evaluated(at, environment))
  const items = evaluated(list, environment)
  if (items === UNKNOWN) return UNKNOWN
  if (!Array.isArray(items) || !Number.isInteger(index)) {
    throw malformed('Fn::Select', 'two non-empty parameters, an integer index and a list')
  }
  const chosenItem: unknown = items[index]
  if (chosenItem !== undefined) return chosenItem
  if (items.includes(UNKNOWN)) return UNKNOWN
  throw validationError(`Template error: Fn::Select cannot select nonexistent value at index ${index}`)
}

function split(argument: unknown, environment: Environment): unknown {
  const [delimiter, source] = Array.isArray(argument) ? (argument as unknown[]) : []
  const whole = evaluated(source, environment)
  if (typeof delimiter !== 'string' || typeof whole !== 'string') {
    throw malformed(
      'Fn::Split',
      'two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split',
    )
  }
  return whole.includes(UNKNOWN) ? UNKNOWN : whole.split(delimiter)
}

function findInMap(argument: unknown, environment: Environment): unknown {
  const [map, first, second, fallback] = Array.isArray(argument) ? (argument as unknown[]) : []
  const names = [map, first, second].map(name => text(name, environment, 'Fn::FindInMap'))
  const [mapName = '', top = '', key = ''] = names
  const maps = environment.template.Mappings ?? {}
  const found = maps[mapName]?.[top]?.[key]
  if (found !== undefined) return found
  if (
    isRecord(fallback) &&
    'DefaultValue' in fallback &&
    languageExtension('DefaultValue in Fn::FindInMap', environment)
  )
    return evaluated(fallback['DefaultValue'], environment)
  if (!maps[mapName])
    throw validationError(
      `Template error: Mapping named '${mapName}' is not present in the 'Mappings' section of template.`,
    )
  throw validationError(`Template error: Unable to get mapping for ${names.join('::')}`)
}

function cidr(argument: unknown, environment: Environment): unknown {
  const [block, count, bits] = Array.isArray(argument) ? (argument as unknown[]) : []
  const base = text(block, environment, 'Fn::Cidr')
  if (base.includes(UNKNOWN)) return UNKNOWN
  const size = bits === undefined ? 8 : Number(evaluated(bits, environment))
  return cidrs(base, Number(evaluated(count, environment)), size)
}

function chosen(argument: unknown, environment: Environment): unknown {
  const [name, yes, no] = Array.isArray(argument) ? (argument as unknown[]) : []
  if (typeof name !== 'string' || no === undefined) {
    throw validationError(
      'Template error: Fn::If requires a list argument with the first element being a condition',
    )
  }
  return evaluated(isTrue({ Condition: name }, environment) ? yes : no, environment)
}

/** A condition's value. */
export function isTrue(condition: unknown, environment: Environment): boolean {
  if (!isRecord(condition))
    throw validationError('Template format error: Every Condition member must be a string or an object.')
  const [[name, argument] = ['', undefined]] = Object.entries(condition)
  const parts = Array.isArray(argument) ? (argument as unknown[]) : []
  switch (name) {
    case 'Condition': {
      const known = environment.conditions.get(String(argument))
      if (known === undefined) {
        throw validationError(
          `Template format error: Unresolved condition dependency ${String(argument)} in the Conditions block of the template`,
        )
      }
      return known
    }
    case 'Fn::And':
      return parts.map(part => isTrue(part, environment)).every(Boolean)
    case 'Fn::Or':
      return parts.map(part => isTrue(part, environment)).some(Boolean)
    case 'Fn::Not':
      return !isTrue(parts[0], environment)
    case 'Fn::Equals': {
      if (parts.length !== 2) throw malformed('Fn::Equals', 'a list of 2 string parameters')
      const [left, right] = parts.map(part => JSON.stringify(comparable(evaluated(part, environment))))
      return left === right
    }
    default:
      throw validationError(`Template error: conditions cannot be made with ${name || 'nothing'}.`)
  }
}

function comparable(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
}

function text(value: unknown, environment: Environment, name: string): string {
  return scalarText(evaluated(value, environment), name)
}

function scalarText(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  // A list where a text belongs, as Ref of a CommaDelimitedList gives it.
  if (Array.isArray(value) && value.every(item => typeof item === 'string')) return value.join(',')
  throw validationError(
    `Template error: ${name} must resolve to strings; got ${value === NO_VALUE ? 'AWS::NoValue' : JSON.stringify(value)}.`,
  )
}
