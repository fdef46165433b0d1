import { validationError } from '../errors.ts'
import { attributeNamed, namesInSub } from './evaluate.ts'
import { isRecord } from './check-shape.ts'
import type { Template, TemplateResource } from './template.ts'

/**
 * Which resources each one needs first: those it refers to and those in DependsOn. Throws ValidationError for names that are
 * not in the template, and for circles.
 */
export function dependenciesOf(
  template: Template,
  present: ReadonlyMap<string, TemplateResource>,
  conditions: ReadonlyMap<string, boolean>,
): Map<string, string[]> {
  const unresolved = new Set<string>()
  const found = new Map<string, string[]>()
  for (const [id, resource] of present) {
    const names = new Set<string>()
    const named = [resource.DependsOn ?? []].flat()
    const referred = references(resource.Properties, conditions)
    for (const name of [...named, ...referred]) {
      if (present.has(name)) names.add(name)
      else if (!template.Resources[name] && !template.Parameters?.[name]) unresolved.add(name)
    }
    // It is no parameter's place either.
    for (const name of named) if (!template.Resources[name]) unresolved.add(name)
    found.set(id, [...names])
  }
  for (const { Value, Condition } of Object.values(template.Outputs ?? {})) {
    if (Condition !== undefined && conditions.get(Condition) === false) continue
    for (const name of references(Value, conditions)) {
      if (!template.Resources[name] && !template.Parameters?.[name]) unresolved.add(name)
    }
  }
  if (unresolved.size > 0) {
    throw validationError(
      `Template format error: Unresolved resource dependencies [${[...unresolved].join(', ')}] in the Resources block of the template`,
    )
  }
  const circle = circleIn(found)
  if (circle.length > 0) {
    throw validationError(`Circular dependency between resources: [${circle.join(', ')}]`)
  }
  return found
}

/** Names that a value refers to with Ref, Fn::GetAtt and Fn::Sub, in the branches that conditions choose. */
export function references(value: unknown, conditions: ReadonlyMap<string, boolean>): string[] {
  if (Array.isArray(value)) return value.flatMap(item => references(item, conditions))
  if (!isRecord(value)) return []
  const entries = Object.entries(value)
  const [name, argument] = entries[0] ?? []
  if (entries.length === 1) {
    if (name === 'Ref') return String(argument).startsWith('AWS::') ? [] : [String(argument)]
    if (name === 'Fn::GetAtt') {
      const [id, attribute] = attributeNamed(argument)
      return [id, ...references(attribute, conditions)]
    }
    if (name === 'Fn::Sub') return referencesInSub(argument, conditions)
    if (name === 'Fn::If' && Array.isArray(argument)) {
      const [condition, yes, no] = argument as unknown[]
      return references(conditions.get(String(condition)) ? yes : no, conditions)
    }
  }
  return entries.flatMap(([, inner]) => references(inner, conditions))
}

function referencesInSub(argument: unknown, conditions: ReadonlyMap<string, boolean>): string[] {
  const [text, own] = Array.isArray(argument) ? (argument as unknown[]) : [argument]
  const local = isRecord(own) ? own : {}
  const names = typeof text === 'string' ? namesInSub(text) : []
  return [
    ...references(local, conditions),
    ...names
      .filter(name => !name.startsWith('AWS::') && !Object.hasOwn(local, name))
      .map(name => name.split('.')[0] ?? name),
  ]
}

/** Resources that wait for each other. */
function circleIn(dependencies: ReadonlyMap<string, string[]>): string[] {
  const left = new Map(dependencies)
  for (;;) {
    const free = [...left].filter(([, needs]) => needs.every(name => !left.has(name)))
    if (free.length === 0) break
    for (const [id] of free) left.delete(id)
  }
  // What merely waits for the circle is not in it.
  for (;;) {
    const ends = [...left.keys()].filter(id => ![...left.values()].some(needs => needs.includes(id)))
    if (ends.length === 0) return [...left.keys()]
    for (const id of ends) left.delete(id)
  }
}
