import type { Filter, Tag } from '@aws-sdk/client-ec2'
import { wildcard } from '../../wildcard.ts'
import { invalidParameterValue } from './errors.ts'

type Value = string | number | boolean | undefined

/** Reads what a filter compares: one value, or several of which any may match. */
export type Fields<T> = Record<string, (resource: T) => Value | Value[]>

/** Filters that AWS has for what the practice account does not have, so that they match nothing. */
export function matchingNothing<T>(...names: string[]): Fields<T> {
  return Object.fromEntries(names.map(name => [name, () => undefined]))
}

/** Keeps what matches every filter: any of its values, with `*` and `?`. `tag:KEY`, `tag-key` and `tag-value` always work. */
export function applyFilters<T>(
  resources: T[],
  filters: Filter[] | undefined,
  fields: Fields<T>,
  tagsOf: (resource: T) => Tag[],
): T[] {
  if (!filters || filters.length === 0) return resources
  const tests = filters.map(filter => {
    const name = filter.Name ?? ''
    const read = tagReader(name, tagsOf) ?? (Object.hasOwn(fields, name) ? fields[name] : undefined)
    if (!read) throw invalidParameterValue(`The filter '${name}' is invalid`)
    const patterns = (filter.Values ?? []).map(wildcard)
    return (resource: T) =>
      [read(resource)].flat().some(value => value !== undefined && patterns.some(test => test(String(value))))
  })
  return resources.filter(resource => tests.every(test => test(resource)))
}

function tagReader<T>(name: string, tagsOf: (resource: T) => Tag[]): ((resource: T) => Value[]) | undefined {
  if (name === 'tag-key') return resource => tagsOf(resource).map(tag => tag.Key)
  if (name === 'tag-value') return resource => tagsOf(resource).map(tag => tag.Value)
  if (!name.startsWith('tag:')) return undefined
  const key = name.slice('tag:'.length)
  return resource =>
    tagsOf(resource)
      .filter(tag => tag.Key === key)
      .map(tag => tag.Value)
}
