import { isKnownType } from './engine/resource-type.ts'
import { validationError } from './errors.ts'
import { parameterEnvironment } from './read-template.ts'
import { asText } from './template/as-text.ts'
import { conditionValues, presentResources } from './template/conditions.ts'
import { dependenciesOf } from './template/dependencies.ts'
import { type Environment, evaluate, UNKNOWN } from './template/evaluate.ts'
import { checkLimits } from './template/limits.ts'
import { LANGUAGE_EXTENSIONS, nameOf } from './template/loops.ts'
import { checkRules } from './template/rules.ts'
import type { Template, TemplateResource } from './template/template.ts'

const DELETION_POLICIES = ['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']
/** Types that AWS can take a snapshot of, and the practice account has. */
const WITH_SNAPSHOTS = new Set(['AWS::RDS::DBInstance'])
/** Types that wait for signals, and the practice account has. */
const WITH_SIGNALS = new Set(['AWS::CloudFormation::WaitCondition'])

/** Throws ValidationError for what is wrong with a template whatever the account holds; its loops are written out. */
export function checkTemplate(template: Template, values: Record<string, unknown>): void {
  checkTransforms(template)
  checkLimits(template)
  checkRules(template, parameterEnvironment(template, values))
  const conditions = conditionValues(template, values)
  const resources = presentResources(template, conditions)
  dependenciesOf(template, resources, conditions)
  const types = [...new Set(Object.values(template.Resources).map(({ Type }) => Type))]
  const strange = types.filter(
    type => !isKnownType(type) && [...resources.values()].some(({ Type }) => Type === type),
  )
  if (strange.length > 0) {
    throw validationError(
      `Template format error: Unrecognized resource types: [${strange.join(', ')}]. The practice account does not have them; each type that it has is a file in sandbox/services/cloudformation/resources.`,
    )
  }
  const environment: Environment = {
    ...{ template, parameters: values, conditions },
    ...{ ref: () => UNKNOWN, attribute: () => UNKNOWN, exported: () => UNKNOWN, zones: () => [UNKNOWN] },
  }
  for (const [id, resource] of resources) {
    evaluate(resource.Properties, environment)
    checkPolicies(id, resource, environment)
  }
  for (const { Value, Export, Condition } of Object.values(template.Outputs ?? {})) {
    if (Condition !== undefined && conditions.get(Condition) === undefined) {
      throw validationError(
        `Template format error: Unresolved condition dependency ${Condition} in the Outputs block of the template`,
      )
    }
    if (Condition === undefined || conditions.get(Condition)) evaluate([Value, Export], environment)
  }
}

function checkTransforms(template: Template): void {
  const unknown = [template.Transform ?? []]
    .flat()
    .map(one => asText(nameOf(one) ?? one))
    .filter(name => name !== LANGUAGE_EXTENSIONS)
  if (unknown.length === 0) return
  throw validationError(
    `The practice account does not have the transform ${unknown.join(', ')}. Write out what it would make, and deploy that template.`,
  )
}

function checkPolicies(id: string, resource: TemplateResource, environment: Environment): void {
  const { Type, DeletionPolicy, UpdateReplacePolicy, CreationPolicy } = resource
  for (const [name, policy] of Object.entries({ DeletionPolicy, UpdateReplacePolicy })) {
    const value = evaluate(policy, environment)
    if (value === undefined || value === UNKNOWN) continue
    const allowed = DELETION_POLICIES.filter(
      one => name === 'DeletionPolicy' || one !== 'RetainExceptOnCreate',
    )
    if (typeof value !== 'string' || !allowed.includes(value)) {
      throw validationError(
        `Template format error: Unrecognized ${name} ${asText(value)} for resource ${id}. It may be one of ${allowed.join(', ')}.`,
      )
    }
    if (value === 'Snapshot' && !WITH_SNAPSHOTS.has(Type)) {
      const what = name === 'DeletionPolicy' ? 'deletion policy' : 'update replace policy'
      throw validationError(`Template error: resource type ${Type} does not support ${what} Snapshot`)
    }
  }
  if (CreationPolicy !== undefined && !WITH_SIGNALS.has(Type)) {
    throw validationError(
      `Template error: resource ${id} of type ${Type} has a CreationPolicy. Of the types that wait for signals the practice account has ${[...WITH_SIGNALS].join(', ')}.`,
    )
  }
}
