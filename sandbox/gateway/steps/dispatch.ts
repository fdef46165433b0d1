import { AwsError } from '../../operation.ts'
import { ensureServiceLinkedRole } from '../../services/iam/service-linked-roles.ts'
import { iamState } from '../../services/iam/store.ts'
import { type Store, StoreWriteError } from '../../store/store.ts'
import type { Step } from '../exchange.ts'

/** Runs the operation; what it changed is on disk before its answer leaves. */
export const dispatch: Step = async (exchange, { sandbox, state }) => {
  const { accountId, region, requestId, principal, input, implementation, operation, service } = exchange
  await state.settled(accountId)
  // While the disk takes nothing, nothing is begun either.
  flush(sandbox.store)
  const scope = sandbox.store.scope(accountId, region)
  try {
    exchange.output = await implementation(input, { accountId, region, requestId, principal, scope, sandbox })
    const linked = service.serviceLinkedRole
    if (linked?.operations.includes(operation.name)) {
      ensureServiceLinkedRole(iamState(sandbox.store, accountId), linked.principal, sandbox.clock.now())
    }
  } finally {
    flush(sandbox.store)
  }
}

function flush(store: Store): void {
  try {
    store.flush()
  } catch (error) {
    if (error instanceof StoreWriteError) throw new AwsError('ServiceUnavailable', error.message, 503)
    throw error
  }
}
