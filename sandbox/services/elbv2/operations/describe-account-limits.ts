import type {
  DescribeAccountLimitsInput,
  DescribeAccountLimitsOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { paginate } from '../paginate.ts'

/** AWS's default quotas; the practice account enforces only that of rules. */
const LIMITS: Record<string, string> = {
  'application-load-balancers': '50',
  'listeners-per-application-load-balancer': '50',
  'rules-per-application-load-balancer': '100',
  'target-groups': '3000',
  'target-groups-per-action-on-application-load-balancer': '5',
  'target-groups-per-application-load-balancer': '100',
  'targets-per-application-load-balancer': '1000',
  'targets-per-target-group': '1000',
  'condition-values-per-alb-rule': '5',
}

/** Quotas of the account. */
export const describeAccountLimits: Operation<
  DescribeAccountLimitsInput,
  DescribeAccountLimitsOutput
> = input => {
  const { items, ...rest } = paginate(
    Object.entries(LIMITS).map(([Name, Max]) => ({ Name, Max })),
    input,
  )
  return { Limits: items, ...rest }
}
