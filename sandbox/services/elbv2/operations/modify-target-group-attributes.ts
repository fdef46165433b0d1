import type {
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import type { Operation } from '../../../operation.ts'
import { changedAttributes, shownAttributes, targetGroupDefaults } from '../attributes.ts'
import { balancing } from '../store.ts'
import { storedTargetGroup } from '../target-groups.ts'

/** Sets attributes of a target group and answers all of them. */
export const modifyTargetGroupAttributes: Operation<
  ModifyTargetGroupAttributesInput,
  ModifyTargetGroupAttributesOutput
> = (input, { scope, sandbox }) => {
  const document = storedTargetGroup(scope, input.TargetGroupArn)
  const defaults = targetGroupDefaults(document)
  const attributes = changedAttributes('Target group', defaults, document.attributes, input)
  balancing(scope).targetGroups.put(document.TargetGroupArn, { ...document, attributes })
  routesChanged(sandbox, scope)
  return { Attributes: shownAttributes(defaults, attributes) }
}
