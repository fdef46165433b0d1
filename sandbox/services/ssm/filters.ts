import {
  InvalidFilterKey,
  InvalidFilterOption,
  InvalidFilterValue,
  type ParametersFilter,
  type ParameterStringFilter,
} from '@aws-sdk/client-ssm'
import { exception } from './errors.ts'
import { latest, type ParameterDocument } from './store.ts'

const FIELDS: Record<string, (parameter: ParameterDocument) => string[]> = {
  Name: ({ name }) => [name],
  Type: parameter => [latest(parameter).type],
  KeyId: parameter => [latest(parameter).keyId ?? ''],
  Tier: parameter => [latest(parameter).tier],
  DataType: parameter => [latest(parameter).dataType],
  Label: ({ versions }) => versions.flatMap(({ labels }) => labels),
}

const OPTIONS: Record<string, (text: string, value: string) => boolean> = {
  Equals: (text, value) => text === value || text === value.replace(/^\//, ''),
  BeginsWith: (text, value) => text.startsWith(value),
  Contains: (text, value) => text.includes(value),
}

/** The filters of a call that takes these keys, as one question. Throws InvalidFilterKey, -Option or -Value. */
export function readFilters(
  filters: ParameterStringFilter[] = [],
  keys: readonly string[],
): (parameter: ParameterDocument) => boolean {
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
      `The filter key ${Key} is not valid. Valid filter keys include: [${keys.join(', ')}]`,
    )
  }
  if (isTag) {
    const key = Key.slice('tag:'.length)
    return ({ tags }) =>
      tags.some(tag => tag.Key === key && (Values.length === 0 || Values.includes(tag.Value ?? '')))
  }
  if (Values.length === 0) {
    throw exception(InvalidFilterValue, `The filter ${Key} needs at least one value.`)
  }
  if (Key === 'Path') {
    const how = Option ?? 'OneLevel'
    if (how !== 'OneLevel' && how !== 'Recursive') throw invalidOption(Key, how, ['OneLevel', 'Recursive'])
    return ({ name }) => Values.some(path => isUnder(name, path, how === 'Recursive'))
  }
  const field = FIELDS[Key]
  const compare = OPTIONS[Option ?? 'Equals']
  if (!compare || (Option === 'Contains' && Key !== 'Name')) {
    throw invalidOption(Key, Option ?? '', Key === 'Name' ? Object.keys(OPTIONS) : ['Equals', 'BeginsWith'])
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

function invalidOption(key: string, option: string, valid: string[]): InvalidFilterOption {
  return exception(
    InvalidFilterOption,
    `The filter option ${option} is not valid for the key ${key}. Valid options include: [${valid.join(', ')}]`,
  )
}
