import { AwsError } from '../../operation.ts'
import { type Store, StoreWriteError } from '../../store/store.ts'
import type { Step } from '../exchange.ts'

/** Runs the operation; what it changed is on disk before its answer leaves. */
export const dispatch: Step = async (exchange, { sandbox, state }) => {
  const { accountId, region, requestId, principal, input, implementation } = exchange
  await state.settled(accountId)
  // While the disk takes nothing, nothing is begun either.
  flush(sandbox.store)
  const scope = sandbox.store.scope(accountId, region)
  try {
    exchange.output = await implementation(input, { accountId, region, requestId, principal, scope, sandbox })
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
