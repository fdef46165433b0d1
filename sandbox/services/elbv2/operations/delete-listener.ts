import type { DeleteListenerInput, DeleteListenerOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import type { Operation } from '../../../operation.ts'
import { findListener, removeListener } from '../listeners.ts'

/** Deletes a listener with its rules. */
export const deleteListener: Operation<DeleteListenerInput, DeleteListenerOutput> = (
  { ListenerArn },
  { scope, sandbox },
) => {
  removeListener(scope, findListener(scope, ListenerArn).ListenerArn)
  routesChanged(sandbox, scope)
  return {}
}
