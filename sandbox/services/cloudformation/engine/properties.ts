import { asText } from '../template/as-text.ts'
import type { Tag } from '@aws-sdk/client-cloudformation'
import type { Change, Properties } from './resource-type.ts'

/** Some of the properties, those that are there. */
export function pick(properties: Properties, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap(name => (properties[name] === undefined ? [] : [[name, properties[name]]])),
  )
}

/** All properties but some. */
export function without(properties: Properties, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)))
}

/** A property as text; '' where it is not there. */
export function text(properties: Properties, name: string): string {
  const value = properties[name]
  return value === undefined || value === null ? '' : asText(value)
}

/** A property as a list; empty where it is not there. */
export function list<T = unknown>(properties: Properties, name: string): T[] {
  const value = properties[name]
  return value === undefined || value === null ? [] : ([value].flat() as T[])
}

/** A property as an object; empty where it is not there. */
export function record(properties: Properties, name: string): Record<string, unknown> {
  const value = properties[name]
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {}
}

/** A document that is given as an object or as text, as text. */
export function json(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Tags to set and keys to take away in a change. */
export function tagChanges({ tags, tagsBefore }: Pick<Change, 'tags' | 'tagsBefore'>): {
  set: Tag[]
  gone: string[]
} {
  const before = new Map(tagsBefore.map(({ Key, Value }) => [Key, Value]))
  return {
    set: tags.filter(({ Key, Value }) => before.get(Key) !== Value),
    gone: tagsBefore.flatMap(({ Key = '' }) => (tags.some(tag => tag.Key === Key) ? [] : [Key])),
  }
}

/** Tags as one object, as some services have them. */
export function tagMap(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))
}
