import { asText } from '../template/as-text.ts'
import { cloudformation, type ResourceDocument, type Touch } from '../store.ts'
import { checkProperties } from './check-properties.ts'
import { setResourceStatus } from './events.ts'
import { isGone, isThereAlready, ResourceFailure } from './failure.ts'
import { putLeftover } from './leftovers.ts'
import type { Properties, ResourceType } from './resource-type.ts'
import { checkRunning, pause, type Turn } from './turn.ts'
import { changeFor, workFor } from './work.ts'

const POLL_MS = 100

/** What is begun with a resource. */
export interface Start {
  resource: ResourceDocument
  type: ResourceType
  properties: Properties
  /** An earlier try was cut short, and it is not known how far it came. */
  again: boolean
}

/** Asks the type's handler to make or change the resource. */
export async function startResource(turn: Turn, { resource, type, properties, again }: Start): Promise<void> {
  const touch = resource.touched as Touch
  const { action } = touch
  if (action !== 'update') resource.properties = properties
  if (!again) {
    const reason = 'Requested update requires the creation of a new physical resource; hence creating one.'
    const status = action === 'create' ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS'
    setResourceStatus(turn, turn.stack, resource, status, action === 'replace' ? reason : undefined)
  }
  checkProperties(resource.logicalId, type, properties)
  if (action === 'update') await change(turn, { resource, type, properties, again })
  else await create(turn, { resource, type, properties, again })
}

async function change(turn: Turn, { resource, type, properties }: Start): Promise<void> {
  const touch = resource.touched as Touch
  const former = touch.before?.properties ?? {}
  const { token, begunAt } = touch
  const subject = { ...resource, properties, physicalId: resource.physicalId ?? '', token, begunAt }
  touch.attempted = properties
  const result = await type.update?.(await changeFor(turn, subject, former))
  checkRunning(turn.signal)
  Object.assign(resource, { properties }, result?.attributes && { attributes: result.attributes })
  if (result?.physicalId !== undefined && result.physicalId !== resource.physicalId) {
    putLeftover(turn, resource, former)
    resource.physicalId = result.physicalId
  }
  touch.stage = 'called'
  cloudformation(turn.scope).resources(turn.stack.stackId).put(resource.logicalId, resource)
}

async function create(turn: Turn, { resource, type, properties, again }: Start): Promise<void> {
  const { stack, scope } = turn
  const resources = cloudformation(scope).resources(stack.stackId)
  const touch = resource.touched as Touch
  const { action, token } = touch
  const former = touch.before?.properties ?? {}
  const subject = { ...resource, properties, physicalId: resource.physicalId ?? '', token }
  if (action === 'replace') refuseSameName(resource, type, former, properties)
  const made = (physicalId: string, attributes: Record<string, unknown> = {}) => {
    checkRunning(turn.signal)
    if (action === 'replace' && resource.physicalId === touch.before?.physicalId) {
      putLeftover(turn, { ...resource, ...touch.before }, former)
    }
    Object.assign(resource, { physicalId, attributes })
    resources.put(resource.logicalId, resource)
  }
  // It was made by halves: by a try that was cut short, or in a run that failed and was left as it was.
  if (resource.physicalId !== touch.before?.physicalId) await removeHalf(turn, type, subject)
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

async function removeHalf(
  turn: Turn,
  type: ResourceType,
  subject: Parameters<typeof changeFor>[1],
): Promise<void> {
  const half = await changeFor(turn, subject)
  try {
    await type.remove(half)
    while (type.removed && !(await type.removed(half))) await pause(turn.signal, POLL_MS)
  } catch (error) {
    if (!isGone(error)) throw error
  }
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
