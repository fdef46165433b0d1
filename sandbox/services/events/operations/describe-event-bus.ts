import type { DescribeEventBusRequest, DescribeEventBusResponse } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { defaultBus } from '../buses.ts'
import { checkBus } from '../rules.ts'

/** Throws ResourceNotFoundException for any bus but the default one. */
export const describeEventBus: Operation<DescribeEventBusRequest, DescribeEventBusResponse> = (
  { Name },
  { scope },
) => {
  checkBus(Name)
  return defaultBus(scope)
}
