import { putEvent } from '../../events/put-event.ts'
import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'
import type { HookDocument, ServiceDeploymentDocument } from '../service-deployments.ts'

const EVENTS = {
  AWAITING_ACTION: ['INFO', 'HOOK_AWAITING_ACTION'],
  SUCCEEDED: ['INFO', 'HOOK_SUCCEEDED'],
  FAILED: ['ERROR', 'HOOK_FAILED'],
  TIMED_OUT: ['ERROR', 'HOOK_TIMED_OUT'],
} as const

/** Sends "ECS Hook State Change" of a pause hook. */
export function sendHookStateChange(
  {
    engine,
    scope,
    record,
  }: { engine: { sandbox: Sandbox }; scope: Scope; record: ServiceDeploymentDocument },
  hook: HookDocument,
): void {
  if (hook.status === 'IN_PROGRESS' || !hook.hookId.startsWith('ecs-pause-')) return
  const [eventType, eventName] = EVENTS[hook.status]
  const { sandbox } = engine
  const { clusterArn, serviceArn, serviceDeploymentArn } = record
  putEvent(sandbox, scope, {
    ...{ source: 'aws.ecs', detailType: 'ECS Hook State Change', resources: [serviceArn] },
    detail: {
      ...{ eventType, eventName, hookId: hook.hookId, hookType: 'PAUSE' },
      expiresAt: expiryOf(sandbox, scope, hook),
      lifecycleStage: hook.stage,
      ...{ clusterArn, serviceArn, serviceDeploymentArn, updatedAt: new Date(sandbox.clock.now()) },
    },
  })
}

/** When a hook's time is over, on the wall clock. */
export function expiryOf({ clock }: Sandbox, { accountId }: Scope, { deadline }: HookDocument): Date {
  return new Date(Math.round(clock.now() + (deadline - clock.time(accountId)) / clock.scale(accountId)))
}
