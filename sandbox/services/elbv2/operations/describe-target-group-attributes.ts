import type {
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { shownAttributes, TARGET_GROUP_DEFAULTS } from '../attributes.ts'
import { storedTargetGroup } from '../target-groups.ts'

/** All attributes of a target group. */
export const describeTargetGroupAttributes: Operation<
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput
> = ({ TargetGroupArn }, { scope }) => ({
  Attributes: shownAttributes(TARGET_GROUP_DEFAULTS, storedTargetGroup(scope, TargetGroupArn).attributes),
})
