import { ResourceFailure } from './failure.ts'
import type { Properties, ResourceType } from './resource-type.ts'

/** Throws ResourceFailure for properties that the type does not have here, and for required ones that are missing. */
export function checkProperties(logicalId: string, type: ResourceType, properties: Properties): void {
  if (type.anyProperty) return
  const known = new Set([...type.replaces, ...type.updates, ...Object.keys(type.withoutEffect ?? {})])
  const refuse = (text: string) =>
    new ResourceFailure(
      `Properties validation failed for resource ${logicalId} with message: ${text}`,
      'InvalidRequest',
    )
  for (const name of Object.keys(properties)) {
    if (!known.has(name)) throw refuse(`#: extraneous key [${name}] is not permitted`)
  }
  for (const name of type.required ?? []) {
    if (properties[name] === undefined) throw refuse(`#: required key [${name}] not found`)
  }
}

/** Names of the properties that differ. */
export function changedProperties(before: Properties, after: Properties): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter(name => canonical(before[name]) !== canonical(after[name]))
}

/** Whether going from these properties to those makes a new resource. */
export function isReplacement(type: ResourceType, before: Properties, after: Properties): boolean {
  const changed = changedProperties(before, after)
  return changed.some(name => type.replaces.includes(name)) || (type.isReplacedBy?.(before, after) ?? false)
}

/** One text for values that mean the same: keys in one order, numbers and booleans as texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'number' || typeof item === 'boolean') return String(item)
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
