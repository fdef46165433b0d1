import { ResourceNotFoundException } from '@aws-sdk/client-cloudwatch-logs'
import type { DeleteMetricFilterRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { thrown } from '../errors.ts'
import { findGroup, logs } from '../store.ts'

export const deleteMetricFilter: Operation<DeleteMetricFilterRequest, object> = (input, { scope }) => {
  const { logGroupName } = findGroup(scope, input.logGroupName ?? '')
  if (!logs(scope).metricFilters.delete(`${logGroupName}:${input.filterName}`)) {
    throw thrown(ResourceNotFoundException, 'The specified metric filter does not exist.')
  }
  return {}
}
