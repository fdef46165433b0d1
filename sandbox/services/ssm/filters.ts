import {
  InvalidFilterKey,
  InvalidFilterOption,
  InvalidFilterValue,
  type ParametersFilter,
  type ParameterStringFilter,
} from '@aws-sdk/client-ssm'
import { exception, validationException } from './errors.ts'
import { latest, type ParameterDocument } from './store.ts'

const FIELDS: Record<string, (parameter: ParameterDocument) => string[]> = {
  Name: ({ name }) => [name],
  Type: parameter => [latest(parameter).type],
  KeyId: parameter => [latest(parameter).keyId ?? ''],
  Tier: parameter => [latest(parameter).tier],
  DataType: parameter => [latest(parameter).dataType],
  Label: ({ versions }) => versions.flatMap(({ labels }) => labels),
}

const VALUES: Record<string, readonly string[]> = {
  Type: ['String', 'StringList', 'SecureString'],
  Tier: ['Standard', 'Advanced', 'Intelligent-Tiering'],
}

/** What the API's own check lets through, whichever keys the call then takes. */
const KEY = /^(tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType)$/

const OPTIONS: Record<string, (text: string, value: string) => boolean> = {
  Equals: (text, value) => text === value || text === value.replace(/^\//, ''),
  BeginsWith: (text, value) => text.startsWith(value),
  Contains: (text, value) => text.includes(value),
}

/** The filters of a call that takes these keys, as one question. Throws ValidationException, InvalidFilterKey, -Option or -Value. */
export function readFilters(
  filters: ParameterStringFilter[] = [],
  keys: readonly string[],
): (parameter: ParameterDocument) => boolean {
  for (const [at, { Key = '' }] of filters.entries()) {
    if (!KEY.test(Key)) {
      throw validationException(
        `1 validation error detected: Value '${Key}' at 'parameterFilters.${at + 1}.member.key' failed to satisfy constraint: Member must satisfy regular expression pattern: ${KEY.source.slice(2, -2)}`,
      )
    }
  }
  const names = filters.map(({ Key }) => Key)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) {
    throw exception(
      InvalidFilterKey,
      `The following filter is duplicated in the request: ${twice}. A request can contain only one occurrence of a specific filter.`,
    )
  }
  const meets = filters.map(filter => readFilter(filter, keys))
  return parameter => meets.every(meet => meet(parameter))
}

/** The older filters of DescribeParameters: names by their beginning, the rest as they are. */
export function readOldFilters(filters: ParametersFilter[] = []): (parameter: ParameterDocument) => boolean {
  return readFilters(
    filters.map(({ Key, Values }) => ({
      Key,
      Option: Key === 'Name' ? 'BeginsWith' : 'Equals',
      Values,
    })),
    ['Name', 'Type', 'KeyId'],
  )
}

function readFilter(
  { Key = '', Option, Values = [] }: ParameterStringFilter,
  keys: readonly string[],
): (parameter: ParameterDocument) => boolean {
  const isTag = Key.startsWith('tag:')
  if (!keys.includes(isTag ? 'tag' : Key)) {
    throw exception(
      InvalidFilterKey,
      `The following filter key is not valid: ${Key}. Valid filter keys include: [${keys.join(', ')}]`,
    )
  }
  if (isTag) {
    const key = Key.slice('tag:'.length)
    return ({ tags }) =>
      tags.some(tag => tag.Key === key && (Values.length === 0 || Values.includes(tag.Value ?? '')))
  }
  if (Values.length === 0) {
    throw exception(
      InvalidFilterValue,
      `The following filter values are missing : null for filter key ${Key}.`,
    )
  }
  if (Key === 'Path') {
    const how = Option ?? 'OneLevel'
    if (how !== 'OneLevel' && how !== 'Recursive') throw invalidOption(how, ['Recursive', 'OneLevel'])
    return ({ name }) => Values.some(path => isUnder(name, path, how === 'Recursive'))
  }
  const unknown = Values.find(value => VALUES[Key] && !VALUES[Key].includes(value))
  if (unknown !== undefined && Option !== 'BeginsWith') {
    throw exception(
      InvalidFilterValue,
      `The following filter value is not valid: ${unknown}. Valid values include: [${VALUES[Key]?.join(', ')}]`,
    )
  }
  const field = FIELDS[Key]
  const compare = OPTIONS[Option ?? 'Equals']
  if (!compare || (Option === 'Contains' && Key !== 'Name')) {
    throw invalidOption(Option ?? '', ['BeginsWith', 'Equals'])
  }
  return parameter => field?.(parameter).some(text => Values.some(value => compare(text, value))) ?? false
}

/** Whether a parameter's name lies under a path: directly, or anywhere below. */
export function isUnder(name: string, path: string, recursive: boolean): boolean {
  const folder = path.endsWith('/') ? path : `${path}/`
  const whole = name.startsWith('/') ? name : `/${name}`
  if (!whole.startsWith(folder)) return false
  return recursive || !whole.slice(folder.length).includes('/')
}

function invalidOption(option: string, valid: string[]): InvalidFilterOption {
  return exception(
    InvalidFilterOption,
    `The following filter option is not valid: ${option}. Valid options include: [${valid.join(', ')}].`,
  )
}
