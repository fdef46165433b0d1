import { policyDenial } from '../stack-policy.ts'
import { cloudformation, type ResourceDocument, type Touch } from '../store.ts'
import { asText } from '../template/as-text.ts'
import { type Environment, evaluate } from '../template/evaluate.ts'
import type { TemplateResource } from '../template/template.ts'
import { changedProperties, isReplacement } from './check-properties.ts'
import { setResourceStatus } from './events.ts'
import { Cancelled, failureReason, PlainFailure, ResourceFailure } from './failure.ts'
import { type Properties, type ResourceType, resourceType } from './resource-type.ts'
import { settle, type WantedSignals } from './settle.ts'
import { secondsOf } from './signals.ts'
import { startResource } from './start-resource.ts'
import { beginTouch } from './touch.ts'
import { checkRunning, type Plan, Stopped, type Turn } from './turn.ts'

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
    const shown = shownProperties(template, plan.maskedEnvironment)
    const changes = {
      ...{ dependsOn: plan.dependencies.get(logicalId) ?? [], metadata: template.Metadata, shown },
      ...policiesOf(template, plan.environment),
    }
    if (!isOurs) {
      const action = actionFor(turn, resource, type, properties)
      if (action === undefined) {
        resources.put(logicalId, Object.assign(resource, changes))
        return true
      }
      beginTouch(turn, resource, action)
      refuseByPolicy(turn, resource)
    }
    const touch = resource.touched as Touch
    Object.assign(resource, changes)
    if (touch.stage === 'begun') await startResource(turn, { resource, type, properties, again: isOurs })
    await settle(turn, resource, type, touch, wantedSignals(template, plan.environment))
    touch.stage = 'done'
    const done = touch.action === 'create' ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE'
    setResourceStatus(turn, stack, resource, done)
    return true
  } catch (error) {
    if (error instanceof Stopped) throw error
    checkRunning(turn.signal)
    if (!isExpected(error))
      turn.sandbox.log.error({ err: error, logicalId }, 'a resource of CloudFormation failed')
    if (resource.touched?.runId !== run.id) {
      beginTouch(turn, resource, resource.physicalId === undefined ? 'create' : 'update')
    }
    const touch = resource.touched as Touch
    touch.stage = 'failed'
    const failed = touch.action === 'create' ? 'CREATE_FAILED' : 'UPDATE_FAILED'
    setResourceStatus(turn, stack, resource, failed, reasonOf(error, touch, failed))
    return false
  }
}

/** What has to be done to a resource; undefined where it is as it should be. */
function actionFor(
  turn: Turn,
  resource: ResourceDocument,
  type: ResourceType,
  properties: Properties,
): Touch['action'] | undefined {
  // What failed when the stack was last worked on, and was left so, is begun anew.
  if (resource.physicalId === undefined || resource.status === 'CREATE_FAILED') return 'create'
  const isSame = changedProperties(resource.properties, properties).length === 0
  const isTagged = stackTagsChange(turn) && type.updates.includes('Tags')
  if (isSame && !isTagged && resource.status !== 'UPDATE_FAILED') return undefined
  return isReplacement(type, resource.properties, properties) ? 'replace' : 'update'
}

/** Throws PlainFailure where the stack's policy does not let the update do this. */
function refuseByPolicy({ run }: Turn, { logicalId, type, touched }: ResourceDocument): void {
  if (run.kind !== 'update' || run.policy === undefined || !touched || touched.action === 'create') return
  const action = touched.action === 'replace' ? 'Update:Replace' : 'Update:Modify'
  const denial = policyDenial(run.policy, action, { logicalId, type })
  if (denial !== undefined) throw new PlainFailure(denial)
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

function policiesOf(
  { DeletionPolicy, UpdateReplacePolicy, Type }: TemplateResource,
  environment: Environment,
) {
  const usual = Type === 'AWS::RDS::DBInstance' ? 'Snapshot' : 'Delete'
  const policy = (value: unknown) => asText(evaluate(value, environment) ?? usual)
  return { deletionPolicy: policy(DeletionPolicy), updateReplacePolicy: policy(UpdateReplacePolicy) }
}

/** The properties as they are shown where parameters with NoEcho are in them. */
function shownProperties(
  { Properties = {} }: TemplateResource,
  masked: Environment | undefined,
): Properties | undefined {
  if (!masked) return undefined
  try {
    return (evaluate(Properties, masked) ?? {}) as Properties
  } catch {
    // A part of a secret was asked for.
    return {}
  }
}

function wantedSignals(
  { CreationPolicy }: TemplateResource,
  environment: Environment,
): WantedSignals | undefined {
  if (!CreationPolicy?.ResourceSignal) return undefined
  const { Count = 1, Timeout = 'PT5M' } = evaluate(CreationPolicy.ResourceSignal, environment) as {
    Count?: unknown
    Timeout?: unknown
  }
  return { count: Number(Count), seconds: secondsOf(asText(Timeout)) }
}

function stackTagsChange({ stack, run }: Turn): boolean {
  return run.previous !== undefined && JSON.stringify(run.previous.tags) !== JSON.stringify(stack.tags)
}
