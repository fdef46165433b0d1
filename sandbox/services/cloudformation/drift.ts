import type { PropertyDifference, StackResourceDrift } from '@aws-sdk/client-cloudformation'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { callsAs } from './engine/call.ts'
import { resolveReferences } from './engine/dynamic-references.ts'
import { isGone } from './engine/failure.ts'
import { resourceType } from './engine/resource-type.ts'
import { changeFor } from './engine/work.ts'
import {
  type Actor,
  cloudformation,
  type FoundDrift,
  type ResourceDocument,
  type StackDocument,
} from './store.ts'

/** Compares a resource's properties with those that its service has now; types that cannot be read are not checked. */
export async function findDrift(
  sandbox: Sandbox,
  scope: Scope,
  stack: StackDocument,
  resource: ResourceDocument,
  actor: Actor,
): Promise<FoundDrift> {
  const { logicalId, physicalId } = resource
  const type = await resourceType(resource.type)
  const call = callsAs(sandbox, scope, actor)
  const properties = await resolveReferences(resource.properties, call)
  // Secrets stay as the template has them.
  const named = resource.shown ?? resource.properties
  const expected = JSON.stringify(named)
  const found = { logicalId, expected, actual: expected, differences: [], at: sandbox.clock.now() }
  if (!type?.actual || physicalId === undefined) return { ...found, status: 'NOT_CHECKED' }
  const run = {
    id: '',
    kind: 'update',
    phase: 'forward',
    onFailure: 'ROLLBACK',
    skip: [],
    failed: [],
  } as const
  const turn = {
    sandbox,
    scope,
    stack,
    run: { ...run, skip: [], failed: [] },
    call,
    signal: new AbortController().signal,
  }
  try {
    const shown = await type.actual(await changeFor(turn, { ...resource, physicalId, token: '' }))
    const differences = Object.entries(shown).flatMap(([name, value]) =>
      difference(name, properties[name], value, named[name]),
    )
    const isOpen = (name: string) => text(named[name]) === text(properties[name])
    const open = Object.fromEntries(Object.entries(shown).filter(([name]) => isOpen(name)))
    const actual = JSON.stringify({ ...named, ...open })
    return { ...found, actual, differences, status: differences.length > 0 ? 'MODIFIED' : 'IN_SYNC' }
  } catch (error) {
    if (!isGone(error)) throw error
    return { ...found, actual: '', status: 'DELETED' }
  }
}

/** What the template does not say is the service's own choice. */
function difference(name: string, expected: unknown, actual: unknown, named: unknown): PropertyDifference[] {
  if (expected === undefined || text(expected) === text(actual)) return []
  return [
    {
      ...{ PropertyPath: `/${name}`, ExpectedValue: text(named) },
      ActualValue: text(named) === text(expected) ? text(actual) : '****',
      DifferenceType: actual === undefined ? 'REMOVE' : 'NOT_EQUAL',
    },
  ]
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

/** A drift as it is answered. */
export function driftShape(
  { stackId }: StackDocument,
  resource: ResourceDocument,
  found: FoundDrift,
): StackResourceDrift {
  return {
    ...{ StackId: stackId, LogicalResourceId: resource.logicalId, PhysicalResourceId: resource.physicalId },
    ...{ ResourceType: resource.type, ExpectedProperties: found.expected, ActualProperties: found.actual },
    ...{ PropertyDifferences: found.differences, StackResourceDriftStatus: found.status },
    Timestamp: new Date(found.at),
  }
}

/** What was found of a stack's resources the last time. */
export function knownDrifts(
  scope: Scope,
  stack: StackDocument,
): { resource: ResourceDocument; found: FoundDrift }[] {
  return cloudformation(scope)
    .resources(stack.stackId)
    .values()
    .flatMap(resource => (resource.drift ? [{ resource, found: resource.drift }] : []))
}

/** Looks at every resource of a stack, and writes down what was found. */
export async function detectDrift(
  sandbox: Sandbox,
  scope: Scope,
  stack: StackDocument,
  actor: Actor,
  logicalIds: readonly string[] = [],
): Promise<void> {
  const resources = cloudformation(scope).resources(stack.stackId)
  for (const resource of resources.values()) {
    if (logicalIds.length > 0 && !logicalIds.includes(resource.logicalId)) continue
    resource.drift = await findDrift(sandbox, scope, stack, resource, actor)
    resources.put(resource.logicalId, resource)
  }
  const isDrifted = knownDrifts(scope, stack).some(({ found }) => /MODIFIED|DELETED/.test(found.status))
  stack.lastDrift = { status: isDrifted ? 'DRIFTED' : 'IN_SYNC', at: sandbox.clock.now() }
  cloudformation(scope).stacks.put(stack.stackId, stack)
}
