import type { StackStatus } from '@aws-sdk/client-cloudformation'
import { validationError } from './errors.ts'
import type { StackDocument } from './store.ts'

/** What may be asked of a stack, and in which of its states. Deleting is refused where it is listed below. */
const MAY: Readonly<
  Record<
    'update' | 'updateUnfinished' | 'cancel' | 'rollback' | 'continue' | 'signal',
    readonly StackStatus[]
  >
> = {
  update: [
    ...(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'] as const),
    ...(['IMPORT_COMPLETE', 'IMPORT_ROLLBACK_COMPLETE'] as const),
  ],
  updateUnfinished: ['CREATE_FAILED', 'UPDATE_FAILED'],
  cancel: ['UPDATE_IN_PROGRESS'],
  rollback: ['CREATE_FAILED', 'UPDATE_FAILED'],
  continue: ['UPDATE_ROLLBACK_FAILED'],
  signal: ['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS'],
}

const NOT_DELETED: readonly StackStatus[] = [
  ...(['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS'] as const),
  ...([
    'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'IMPORT_IN_PROGRESS',
    'IMPORT_ROLLBACK_IN_PROGRESS',
  ] as const),
]

/** Throws ValidationError when something is being done to a stack, or it can only be deleted; one that was left as it failed is updated without rollback. */
export function checkUpdatable(
  { status, stackId }: StackDocument,
  disableRollback: boolean | undefined,
): void {
  if (MAY.update.includes(status)) return
  if (!MAY.updateUnfinished.includes(status)) {
    throw validationError(`Stack:${stackId} is in ${status} state and can not be updated.`)
  }
  if (disableRollback === true) return
  throw validationError(
    `This stack is currently in a non-terminal [${status}] state. To update the stack from this state, please use the disable-rollback parameter with update-stack API. To rollback to the last known good state, use the rollback-stack API`,
  )
}

/** Throws ValidationError where no update is under way. */
export function checkCancellable({ status, run }: StackDocument): void {
  if (MAY.cancel.includes(status) && run) return
  throw validationError('CancelUpdateStack cannot be called from current stack status')
}

/** Throws ValidationError for a stack that was not left as it failed. */
export function checkRollbackable({ status, stackId }: StackDocument): void {
  if (MAY.rollback.includes(status)) return
  throw validationError(`Stack:${stackId} is in ${status} state and can not be rolled back.`)
}

/** Throws ValidationError for a stack whose rollback has not failed. */
export function checkContinuable({ status, stackId, run }: StackDocument): void {
  if (MAY.continue.includes(status) && run) return
  throw validationError(`Stack ${stackId} is in ${status} state and can not be continued to be rolled back.`)
}

/** Throws ValidationError for a stack of which nothing waits for signals. */
export function checkSignalable({ status, stackId }: StackDocument): void {
  if (MAY.signal.includes(status)) return
  throw validationError(`Stack ${stackId} is in ${status} state and cannot be signaled`)
}

/** Throws ValidationError while a stack is changed, or where it is protected. */
export function checkDeletable({ status, stackName, terminationProtection }: StackDocument): void {
  if (terminationProtection) {
    throw validationError(`Stack [${stackName}] cannot be deleted while TerminationProtection is enabled`)
  }
  if (!NOT_DELETED.includes(status)) return
  throw validationError(`Stack [${stackName}] cannot be deleted while in status ${status}`)
}
