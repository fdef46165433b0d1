import { randomUUID } from 'node:crypto'
import type { ResourceDocument, RunDocument, Touch } from '../store.ts'
import type { Turn } from './turn.ts'

/** Writes into a resource what is about to be done to it, and what it was before. */
export function beginTouch(
  { run, sandbox, scope }: Turn,
  resource: ResourceDocument,
  action: Touch['action'],
): void {
  const { physicalId, properties, attributes, dependsOn, deletionPolicy, updateReplacePolicy, metadata } =
    resource
  const before = {
    ...{ physicalId, properties, attributes, dependsOn, deletionPolicy, updateReplacePolicy, metadata },
  }
  const older = resource.touched
  resource.touched = {
    ...{ runId: run.id, action, stage: 'begun', token: randomUUID() },
    begunAt: sandbox.clock.time(scope.accountId),
    ...(action !== 'create' && { before }),
    ...(older && run.runIds?.includes(older.runId) && { whole: wholeOf(older) }),
  }
}

/** Whether a run takes back what was done to a resource, if it goes back. */
export function isTouched({ id, runIds = [] }: RunDocument, { touched }: ResourceDocument): boolean {
  return touched !== undefined && [id, ...runIds].includes(touched.runId)
}

/** What a resource was when its stack was last whole; null where it was not there. */
export function wholeOf({ whole, before }: Touch): NonNullable<Touch['before']> | null {
  return whole === undefined ? (before ?? null) : whole
}
