import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { zonesOf } from '../../ec2/zones.ts'
import { validationError } from '../errors.ts'
import { exportedValue } from '../exports.ts'
import { cloudformation, type ResourceDocument, type StackDocument } from '../store.ts'
import type { Environment } from '../template/evaluate.ts'
import type { Template } from '../template/template.ts'

/** Looks references up among the resources that a stack has. */
export function resourceEnvironment({
  scope,
  stack,
  imports,
  ...rest
}: {
  sandbox: Sandbox
  scope: Scope
  stack: StackDocument
  /** Told the names that the template imports. */
  imports: Set<string>
  template: Template
  parameters: Readonly<Record<string, unknown>>
  conditions: ReadonlyMap<string, boolean>
}): Environment {
  const resources = cloudformation(scope).resources(stack.stackId)
  const found = (id: string): ResourceDocument => {
    const resource = resources.get(id)
    if (resource?.physicalId !== undefined) return resource
    throw validationError(`Unresolved resource dependencies [${id}] in the Resources block of the template`)
  }
  return {
    ...rest,
    ref: id => found(id).physicalId,
    attribute: (id, name) => attributeOf(found(id), name),
    exported: name => {
      const value = exportedValue(scope, name)
      imports.add(name)
      // From now on its exporter must keep it.
      if (!stack.imports.includes(name)) stack.imports.push(name)
      return value
    },
    zones: region => zonesOf(region).map(({ name }) => name),
  }
}

/** An attribute of a resource. Throws ValidationError when it has none of that name. */
export function attributeOf(
  { logicalId, attributes }: Pick<ResourceDocument, 'logicalId' | 'attributes'>,
  name: string,
): unknown {
  if (Object.hasOwn(attributes, name)) return attributes[name]
  let value: unknown = attributes
  for (const part of name.split('.')) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined
  }
  if (value !== undefined) return value
  throw validationError(
    `Template error: resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt`,
  )
}
