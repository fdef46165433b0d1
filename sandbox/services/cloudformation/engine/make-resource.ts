import { asText } from '../template/as-text.ts'
import { randomUUID } from 'node:crypto'
import { cloudformation, type ResourceDocument, type Touch } from '../store.ts'
import { evaluate } from '../template/evaluate.ts'
import type { TemplateResource } from '../template/template.ts'
import { changedProperties, checkProperties, isReplacement } from './check-properties.ts'
import { setResourceStatus } from './events.ts'
import { Cancelled, failureReason, isGone, isThereAlready, ResourceFailure } from './failure.ts'
import { putLeftover } from './leftovers.ts'
import { type Properties, type ResourceType, resourceType } from './resource-type.ts'
import { settle } from './settle.ts'
import { checkRunning, type Plan, Stopped, type Turn } from './turn.ts'
import { changeFor, workFor } from './work.ts'

/** Makes or changes one resource as the plan says. Answers whether it succeeded; why not stands in its events. */
export async function makeResource(turn: Turn, plan: Plan, logicalId: string): Promise<boolean> {
  const { scope, stack, run } = turn
  const template = plan.resources.get(logicalId) as TemplateResource
  const resources = cloudformation(scope).resources(stack.stackId)
  const resource = resources.get(logicalId) ?? newResource(logicalId, template, turn.sandbox.clock.now())
  const isOurs = resource.touched?.runId === run.id
  if (isOurs && resource.touched?.stage === 'done') return true
  if (isOurs && resource.touched?.stage === 'failed') return false
  try {
    const type = await resourceType(template.Type)
    if (!type)
      throw new ResourceFailure(`The practice account does not have resources of type ${template.Type}.`)
    const properties = (evaluate(template.Properties ?? {}, plan.environment) ?? {}) as Properties
    const dependsOn = plan.dependencies.get(logicalId) ?? []
    const policies = policiesOf(template)
    const metadata = template.Metadata
    if (!isOurs) {
      const isNew = resource.physicalId === undefined
      if (!isNew && changedProperties(resource.properties, properties).length === 0) {
        const tagged = stackTagsChange(turn) && type.updates.includes('Tags')
        if (!tagged) {
          resources.put(logicalId, Object.assign(resource, { dependsOn, ...policies, metadata }))
          return true
        }
      }
      begin(
        resource,
        isNew ? 'create' : isReplacement(type, resource.properties, properties) ? 'replace' : 'update',
        run.id,
      )
    }
    const touch = resource.touched as Touch
    Object.assign(resource, { dependsOn, ...policies, metadata })
    if (touch.stage === 'begun') await start(turn, { resource, type, properties, again: isOurs })
    await settle(turn, resource, type, touch)
    touch.stage = 'done'
    setResourceStatus(
      turn,
      stack,
      resource,
      touch.action === 'create' ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE',
    )
    return true
  } catch (error) {
    if (error instanceof Stopped) throw error
    checkRunning(turn.signal)
    if (!isExpected(error))
      turn.sandbox.log.error({ err: error, logicalId }, 'a resource of CloudFormation failed')
    if (resource.touched?.runId !== run.id) {
      begin(resource, resource.physicalId === undefined ? 'create' : 'update', run.id)
    }
    const touch = resource.touched as Touch
    touch.stage = 'failed'
    const failed = touch.action === 'create' ? 'CREATE_FAILED' : 'UPDATE_FAILED'
    setResourceStatus(turn, stack, resource, failed, reasonOf(error, touch, failed))
    return false
  }
}

function isExpected(error: unknown): boolean {
  return (
    error instanceof Error &&
    ['ResourceFailure', 'CallError', 'Cancelled', 'ValidationError'].includes(error.name)
  )
}

function reasonOf(error: unknown, { token }: Touch, failed: string): string {
  if (error instanceof Cancelled)
    return `Resource ${failed === 'CREATE_FAILED' ? 'creation' : 'update'} cancelled`
  // What the template asks for wrongly is CloudFormation's own finding, no handler's.
  if ((error as Error).name === 'ValidationError') return (error as Error).message
  return failureReason(error, token)
}

function newResource(
  logicalId: string,
  { Type: type }: TemplateResource,
  updatedAt: number,
): ResourceDocument {
  return {
    ...{ logicalId, type, properties: {}, attributes: {}, status: 'CREATE_IN_PROGRESS', updatedAt },
    ...{ dependsOn: [], deletionPolicy: 'Delete', updateReplacePolicy: 'Delete' },
  }
}

function policiesOf({ DeletionPolicy, UpdateReplacePolicy, Type }: TemplateResource) {
  const usual = Type === 'AWS::RDS::DBInstance' ? 'Snapshot' : 'Delete'
  return { deletionPolicy: DeletionPolicy ?? usual, updateReplacePolicy: UpdateReplacePolicy ?? usual }
}

function stackTagsChange({ stack, run }: Turn): boolean {
  return run.previous !== undefined && JSON.stringify(run.previous.tags) !== JSON.stringify(stack.tags)
}

function begin(resource: ResourceDocument, action: Touch['action'], runId: string): void {
  const { physicalId, properties, attributes, dependsOn, deletionPolicy, updateReplacePolicy, metadata } =
    resource
  const before = {
    physicalId,
    properties,
    attributes,
    dependsOn,
    deletionPolicy,
    updateReplacePolicy,
    metadata,
  }
  const token = randomUUID()
  resource.touched = { runId, action, stage: 'begun', token, ...(action !== 'create' && { before }) }
}

interface Start {
  resource: ResourceDocument
  type: ResourceType
  properties: Properties
  /** An earlier try was cut short, and it is not known how far it came. */
  again: boolean
}

/** Asks the type's handler to make or change the resource. */
async function start(turn: Turn, { resource, type, properties, again }: Start): Promise<void> {
  const { stack, scope } = turn
  const resources = cloudformation(scope).resources(stack.stackId)
  const touch = resource.touched as Touch
  const { action, token } = touch
  const former = touch.before?.properties ?? {}
  if (action !== 'update') Object.assign(resource, { properties })
  if (!again) {
    const reason = 'Requested update requires the creation of a new physical resource; hence creating one.'
    if (action === 'replace') setResourceStatus(turn, stack, resource, 'UPDATE_IN_PROGRESS', reason)
    else
      setResourceStatus(
        turn,
        stack,
        resource,
        action === 'create' ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS',
      )
  }
  checkProperties(resource.logicalId, type, properties)
  const subject = { ...resource, properties, physicalId: resource.physicalId ?? '', token }
  if (action === 'update') {
    touch.attempted = properties
    const result = await type.update?.(await changeFor(turn, subject, former))
    checkRunning(turn.signal)
    Object.assign(resource, { properties }, result?.attributes && { attributes: result.attributes })
    if (result?.physicalId !== undefined && result.physicalId !== resource.physicalId) {
      putLeftover(turn, resource, former)
      resource.physicalId = result.physicalId
    }
    touch.stage = 'called'
    return resources.put(resource.logicalId, resource)
  }
  if (action === 'replace') refuseSameName(resource, type, former, properties)
  const made = (physicalId: string, attributes: Record<string, unknown> = {}) => {
    checkRunning(turn.signal)
    if (action === 'replace' && resource.physicalId === touch.before?.physicalId) {
      putLeftover(turn, { ...resource, ...touch.before }, former)
    }
    Object.assign(resource, { physicalId, attributes })
    resources.put(resource.logicalId, resource)
  }
  if (again && resource.physicalId !== touch.before?.physicalId) {
    // It was made by halves.
    await type.remove(await changeFor(turn, subject)).catch((error: unknown) => {
      if (!isGone(error)) throw error
    })
  }
  const work = await workFor(turn, subject, made)
  try {
    const { physicalId, attributes } = await type.create(work)
    made(physicalId, attributes)
  } catch (error) {
    // The try that was cut short had made it, under the name that is the stack's own; or it was asked to be taken over.
    const name = type.nameProperty && (properties[type.nameProperty] ?? work.name())
    const isImported =
      turn.run.importExisting && resource.deletionPolicy.startsWith('Retain') && !isOwned(turn, name)
    if (!(again || isImported) || !isThereAlready(error) || typeof name !== 'string') throw error
    made(name)
    await type.update?.(await changeFor(turn, { ...subject, physicalId: name }, {}))
  }
  touch.stage = 'called'
  const status = action === 'create' ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS'
  setResourceStatus(turn, stack, resource, status, 'Resource creation Initiated')
}

/** Whether some stack has a resource of this physical id. */
function isOwned({ scope }: Turn, name: unknown): boolean {
  const { stacks, resources } = cloudformation(scope)
  return stacks.values().some(
    ({ stackId, status }) =>
      status !== 'DELETE_COMPLETE' &&
      resources(stackId)
        .values()
        .some(({ physicalId, status: is }) => physicalId === name && !is.startsWith('DELETE_')),
  )
}

function refuseSameName(
  { logicalId }: ResourceDocument,
  { nameProperty }: ResourceType,
  before: Properties,
  after: Properties,
): void {
  if (nameProperty === undefined || after[nameProperty] === undefined) return
  if (before[nameProperty] !== after[nameProperty]) return
  throw new ResourceFailure(
    `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${asText(after[nameProperty])} (${logicalId}) and update the stack again.`,
    'InvalidRequest',
  )
}
