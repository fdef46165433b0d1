import type {
  DescribeResourcePoliciesRequest,
  DescribeResourcePoliciesResponse,
} from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { page } from '../pages.ts'
import { logs } from '../store.ts'

/** The resource policies of the account and region, by name. */
export const describeResourcePolicies: Operation<
  DescribeResourcePoliciesRequest,
  DescribeResourcePoliciesResponse
> = (input, { scope }) => {
  const policies = logs(scope)
    .resourcePolicies.values()
    .sort((a, b) => (a.policyName < b.policyName ? -1 : 1))
  const { items, ...more } = page(policies, input)
  return { resourcePolicies: items, ...more }
}
