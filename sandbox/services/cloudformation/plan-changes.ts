import type { ResourceChange, ResourceChangeDetail } from '@aws-sdk/client-cloudformation'
import type { Scope } from '../../store/store.ts'
import { zonesOf } from '../ec2/zones.ts'
import { changedProperties, isReplacement } from './engine/check-properties.ts'
import { attributeOf } from './engine/resource-environment.ts'
import { type Properties, resourceType } from './engine/resource-type.ts'
import { validationError } from './errors.ts'
import { allExports } from './exports.ts'
import { maskedValues, readTemplate } from './read-template.ts'
import { cloudformation, type StackDocument, type StackTarget } from './store.ts'
import { conditionValues, presentResources } from './template/conditions.ts'
import { dependenciesOf } from './template/dependencies.ts'
import { type Environment, evaluate, UNKNOWN } from './template/evaluate.ts'
import type { Template } from './template/template.ts'

/** What going to a target would do, as far as it can be known before. */
export interface Planned {
  changes: ResourceChange[]
  /** Also true where only outputs or tags change. */
  isAny: boolean
}

/** Compares a target with what the stack is made from now. Throws ValidationError for what cannot be changed at all. */
export async function planChanges(scope: Scope, stack: StackDocument, target: StackTarget): Promise<Planned> {
  const { template, values } = readTemplate(scope, { ...stack, ...target })
  const conditions = conditionValues(template, values)
  const wanted = presentResources(template, conditions)
  const dependencies = dependenciesOf(template, wanted, conditions)
  const resources = cloudformation(scope).resources(stack.stackId)
  const unknown = new Set<string>()
  const restless = new Set<string>()
  const environment: Environment = {
    ...{ template, parameters: values, conditions },
    ref: id => (unknown.has(id) ? UNKNOWN : (resources.get(id)?.physicalId ?? UNKNOWN)),
    attribute: (id, name) => {
      const resource = resources.get(id)
      if (!resource || unknown.has(id) || restless.has(id)) return UNKNOWN
      return attributeOf(resource, name)
    },
    exported: name => allExports(scope).find(one => one.name === name)?.value ?? UNKNOWN,
    zones: region => zonesOf(region).map(({ name }) => name),
  }
  const masks = maskedValues(target, values)
  const masked = masks && { ...environment, parameters: masks }
  refuseOtherTypes(stack, scope, template)
  const changes: ResourceChange[] = []
  for (const logicalId of inOrder(dependencies)) {
    const { Type, Properties = {}, Metadata, DeletionPolicy } = wanted.get(logicalId) ?? { Type: '' }
    const after = (evaluate(Properties, environment) ?? {}) as Properties
    const shown = masked ? ((evaluate(Properties, masked) ?? {}) as Properties) : after
    const known = resources.get(logicalId)
    const common = { LogicalResourceId: logicalId, ResourceType: Type }
    if (known?.physicalId === undefined || known.status === 'CREATE_FAILED') {
      unknown.add(logicalId)
      changes.push({ Action: 'Add', ...common, Scope: [], Details: [], AfterContext: context(shown) })
      continue
    }
    const names = changedProperties(known.properties, after)
    const isTagged = JSON.stringify(stack.tags) !== JSON.stringify(target.tags)
    const other = [
      ...(JSON.stringify(known.metadata) === JSON.stringify(Metadata) ? [] : ['Metadata' as const]),
      ...(typeof DeletionPolicy !== 'string' || known.deletionPolicy === DeletionPolicy
        ? []
        : ['DeletionPolicy' as const]),
    ]
    const type = await resourceType(Type)
    const tags = isTagged && type?.updates.includes('Tags') ? ['Tags' as const] : []
    if (names.length === 0 && other.length === 0 && tags.length === 0) continue
    const isNew = type !== undefined && isReplacement(type, known.properties, after)
    const details = names.map(name =>
      detailOf(name, known.shown ?? known.properties, shown, type?.replaces.includes(name) ?? false),
    )
    const isSure = details.some(
      ({ Evaluation, Target }) => Evaluation === 'Static' && Target?.RequiresRecreation === 'Always',
    )
    if (isNew) unknown.add(logicalId)
    else if (names.length > 0 && /^(Custom::|AWS::CloudFormation::)/.test(Type)) restless.add(logicalId)
    changes.push({
      ...{ Action: 'Modify', PhysicalResourceId: known.physicalId, ...common },
      Replacement: !isNew
        ? 'False'
        : isSure || details.every(({ Target }) => Target?.RequiresRecreation === 'Never')
          ? 'True'
          : 'Conditional',
      Scope: [...(names.length > 0 ? ['Properties' as const] : []), ...other, ...tags],
      Details: [
        ...details,
        ...other.map(Attribute => ({
          Target: { Attribute, RequiresRecreation: 'Never' as const },
          Evaluation: 'Static' as const,
          ChangeSource: 'DirectModification' as const,
        })),
      ],
      ...{ BeforeContext: context(known.shown ?? known.properties), AfterContext: context(shown) },
    })
  }
  for (const { logicalId, physicalId, type, deletionPolicy, properties, shown } of resources.values()) {
    if (wanted.has(logicalId) || physicalId === undefined) continue
    changes.push({
      ...{
        Action: 'Remove',
        LogicalResourceId: logicalId,
        PhysicalResourceId: physicalId,
        ResourceType: type,
      },
      ...{
        PolicyAction:
          deletionPolicy === 'Delete' ? 'Delete' : deletionPolicy === 'Snapshot' ? 'Snapshot' : 'Retain',
      },
      ...{ Scope: [], Details: [], BeforeContext: context(shown ?? properties) },
    })
  }
  const before = readTemplate(scope, stack).template
  const isAny =
    changes.length > 0 ||
    // What was left as it failed is tried again.
    stack.unfinished !== undefined ||
    outputTexts(template, environment) !==
      JSON.stringify(
        stack.outputs.map(one => [one.OutputKey, one.OutputValue, one.ExportName, one.Description]),
      ) ||
    JSON.stringify(stack.tags) !== JSON.stringify(target.tags) ||
    JSON.stringify(before.Metadata) !== JSON.stringify(template.Metadata)
  return { changes, isAny }
}

function outputTexts(template: Template, environment: Environment): string {
  const present = Object.entries(template.Outputs ?? {}).filter(
    ([, { Condition }]) => Condition === undefined || environment.conditions.get(Condition),
  )
  return JSON.stringify(
    present.map(([key, { Value, Export, Description }]) => [
      ...[key, String(evaluate(Value, environment))],
      ...[Export && evaluate(Export.Name, environment), Description],
    ]),
  )
}

function context(properties: Properties): string {
  return JSON.stringify({ Properties: properties })
}

function detailOf(
  Name: string,
  before: Properties,
  after: Properties,
  recreates: boolean,
): ResourceChangeDetail {
  const text = (value: unknown) =>
    value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value)
  const AfterValue = text(after[Name])
  const BeforeValue = text(before[Name])
  const isSure = !AfterValue?.includes(UNKNOWN)
  return {
    Target: {
      ...{
        Attribute: 'Properties',
        Name,
        RequiresRecreation: recreates ? 'Always' : 'Never',
        Path: `/Properties/${Name}`,
      },
      ...(BeforeValue !== undefined && { BeforeValue }),
      ...(AfterValue !== undefined && { AfterValue }),
      AttributeChangeType: BeforeValue === undefined ? 'Add' : AfterValue === undefined ? 'Remove' : 'Modify',
    },
    Evaluation: isSure ? 'Static' : 'Dynamic',
    ChangeSource: isSure ? 'DirectModification' : 'ResourceReference',
  }
}

function refuseOtherTypes(stack: StackDocument, scope: Scope, template: Template): void {
  const other = cloudformation(scope)
    .resources(stack.stackId)
    .values()
    .filter(({ logicalId, type, physicalId }) => {
      const wanted = template.Resources[logicalId]
      return physicalId !== undefined && wanted !== undefined && wanted.Type !== type
    })
  if (other.length === 0) return
  throw validationError(
    `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${other.map(({ logicalId }) => logicalId).join(', ')}]`,
  )
}

/** Ids with those first that others need. */
function inOrder(needs: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>()
  const visit = (id: string) => {
    if (done.has(id)) return
    for (const name of needs.get(id) ?? []) visit(name)
    done.add(id)
  }
  for (const id of needs.keys()) visit(id)
  return [...done]
}
