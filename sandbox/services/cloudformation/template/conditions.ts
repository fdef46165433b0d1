import { validationError } from '../errors.ts'
import { type Environment, isTrue } from './evaluate.ts'
import { isRecord } from './check-shape.ts'
import type { Template, TemplateResource } from './template.ts'

/** The template's conditions, each with its value: those that others name come first. */
export function conditionValues(
  template: Template,
  parameters: Readonly<Record<string, unknown>>,
): Map<string, boolean> {
  const values = new Map<string, boolean>()
  const environment: Environment = {
    ...{ template, parameters, conditions: values },
    ref: id => {
      throw validationError(`Template error: conditions can refer to parameters only, not to ${id}.`)
    },
    attribute: id => environment.ref(id),
    exported: id => environment.ref(id),
    zones: id => [String(environment.ref(id))],
  }
  const under = new Set<string>()
  const settle = (name: string) => {
    if (values.has(name)) return
    const condition = template.Conditions?.[name]
    if (condition === undefined) {
      throw validationError(
        `Template format error: Unresolved condition dependency ${name} in the Conditions block of the template`,
      )
    }
    if (under.has(name))
      throw validationError(
        `Template validation error: Circular dependency among conditions: [${[...under].join(', ')}]`,
      )
    under.add(name)
    for (const other of namedConditions(condition)) settle(other)
    under.delete(name)
    values.set(name, isTrue(condition, environment))
  }
  for (const name of Object.keys(template.Conditions ?? {})) settle(name)
  return values
}

function namedConditions(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namedConditions)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Condition' && typeof inner === 'string') return [inner]
    if (key === 'Fn::If' && Array.isArray(inner))
      return [String(inner[0]), ...namedConditions(inner.slice(1))]
    return namedConditions(inner)
  })
}

/** The resources whose conditions hold. Throws ValidationError when one names a condition that is not there. */
export function presentResources(
  template: Template,
  conditions: ReadonlyMap<string, boolean>,
): Map<string, TemplateResource> {
  const present = Object.entries(template.Resources).filter(([id, { Condition }]) => {
    if (Condition === undefined) return true
    const value = conditions.get(Condition)
    if (value === undefined) {
      throw validationError(
        `Template format error: Unresolved condition dependency ${Condition} in the Resources block of the template (${id})`,
      )
    }
    return value
  })
  return new Map(present)
}
