import type { Step } from '../exchange.ts'

/** Runs the operation; what it changed is on disk before its answer leaves. */
export const dispatch: Step = async (exchange, { sandbox }) => {
  const { accountId, region, requestId, principal, input, implementation } = exchange
  const scope = sandbox.store.scope(accountId, region)
  exchange.output = await implementation(input, { accountId, region, requestId, principal, scope, sandbox })
  sandbox.store.flush()
}
