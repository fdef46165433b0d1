import type {
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { shownAttributes, targetGroupDefaults } from '../attributes.ts'
import { storedTargetGroup } from '../target-groups.ts'

/** All attributes of a target group. */
export const describeTargetGroupAttributes: Operation<
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput
> = ({ TargetGroupArn }, { scope }) => {
  const document = storedTargetGroup(scope, TargetGroupArn)
  return { Attributes: shownAttributes(targetGroupDefaults(document), document.attributes) }
}
