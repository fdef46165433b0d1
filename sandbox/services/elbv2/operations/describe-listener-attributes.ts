import type {
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { listenerDefaults, shownAttributes } from '../attributes.ts'
import { findListener } from '../listeners.ts'

/** Every attribute of a listener. */
export const describeListenerAttributes: Operation<
  DescribeListenerAttributesInput,
  DescribeListenerAttributesOutput
> = ({ ListenerArn }, { scope }) => {
  const document = findListener(scope, ListenerArn)
  return { Attributes: shownAttributes(listenerDefaults(document), document.attributes ?? {}) }
}
