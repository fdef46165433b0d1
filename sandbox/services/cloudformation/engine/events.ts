import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation'
import { randomUUID } from 'node:crypto'
import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import { cloudformation, type ResourceDocument, type StackDocument } from '../store.ts'

type Place = { sandbox: Sandbox; scope: Scope }

/** Sets a stack's status and writes it down among its events. */
export function setStackStatus(
  place: Place,
  stack: StackDocument,
  status: StackStatus,
  reason?: string,
): void {
  stack.status = status
  stack.statusReason = reason
  cloudformation(place.scope).stacks.put(stack.stackId, stack)
  put(place, stack, {
    ...{ logicalId: stack.stackName, physicalId: stack.stackId, type: 'AWS::CloudFormation::Stack' },
    ...{ status, reason },
  })
}

/** Sets a resource's status and writes it down among its stack's events. */
export function setResourceStatus(
  place: Place,
  stack: StackDocument,
  resource: ResourceDocument,
  status: ResourceStatus,
  reason?: string,
): void {
  resource.status = status
  resource.statusReason = reason
  resource.updatedAt = place.sandbox.clock.now()
  cloudformation(place.scope).resources(stack.stackId).put(resource.logicalId, resource)
  resourceEvent(place, stack, { ...resource, physicalId: resource.physicalId ?? '' }, status, reason)
}

/** An event of a resource that need not be among the stack's any more. */
export function resourceEvent(
  place: Place,
  stack: StackDocument,
  resource: {
    logicalId: string
    physicalId: string
    type: string
    properties: object
    shown?: object | undefined
  },
  status: ResourceStatus,
  reason?: string,
): void {
  const { logicalId, physicalId, type } = resource
  const properties = JSON.stringify(resource.shown ?? resource.properties)
  put(place, stack, { logicalId, physicalId, type, status, reason, properties })
}

function put(
  { sandbox, scope }: Place,
  stack: StackDocument,
  event: {
    logicalId: string
    physicalId: string
    type: string
    status: ResourceStatus | StackStatus
    reason?: string | undefined
    properties?: string
  },
): void {
  const events = cloudformation(scope).events(stack.stackId)
  // Clients tell events apart by their time and order them by it.
  const last = events.get(key(events.size))?.at ?? 0
  const at = Math.max(sandbox.clock.now(), last + 1)
  const isStack = event.physicalId === stack.stackId
  const eventId = isStack ? randomUUID() : `${event.logicalId}-${event.status}-${new Date(at).toISOString()}`
  events.put(key(events.size + 1), { ...event, eventId, at, token: stack.run?.token })
}

function key(number: number): string {
  return String(number).padStart(8, '0')
}
