import type {
  ModifyListenerAttributesInput,
  ModifyListenerAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import type { Operation } from '../../../operation.ts'
import { changedAttributes, listenerDefaults, shownAttributes } from '../attributes.ts'
import { findListener } from '../listeners.ts'
import { balancing } from '../store.ts'

/** Sets attributes of a listener and answers all of them. */
export const modifyListenerAttributes: Operation<
  ModifyListenerAttributesInput,
  ModifyListenerAttributesOutput
> = (input, { scope, sandbox }) => {
  const document = findListener(scope, input.ListenerArn)
  const defaults = listenerDefaults(document)
  const attributes = changedAttributes('Listener', defaults, document.attributes ?? {}, input)
  balancing(scope).listeners.put(document.ListenerArn, { ...document, attributes })
  routesChanged(sandbox, scope)
  return { Attributes: shownAttributes(defaults, attributes) }
}
