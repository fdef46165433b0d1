import { LimitExceededException } from '@aws-sdk/client-cloudwatch-logs'
import type { PutMetricFilterRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { invalidParameter, thrown } from '../errors.ts'
import { compileFilter } from '../filter-pattern.ts'
import { checkTransformation } from '../metric-filters.ts'
import { findGroup, logs, metricFiltersOf } from '../store.ts'

const MOST_FILTERS = 100

export const putMetricFilter: Operation<PutMetricFilterRequest, object> = (input, { scope, sandbox }) => {
  const { filterName = '', filterPattern = '', metricTransformations = [] } = input
  const { logGroupName } = findGroup(scope, input.logGroupName ?? '')
  if (!/^[^:*]{1,512}$/.test(filterName)) {
    throw invalidParameter(
      `1 validation error detected: Value '${filterName.slice(0, 600)}' at 'filterName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*]*`,
    )
  }
  const [transformation] = metricTransformations
  if (!transformation || metricTransformations.length > 1) {
    throw invalidParameter(
      "1 validation error detected: Value at 'metricTransformations' failed to satisfy constraint: Member must have length 1",
    )
  }
  checkTransformation(transformation)
  compileFilter(filterPattern)
  const { metricFilters } = logs(scope)
  const key = `${logGroupName}:${filterName}`
  const before = metricFilters.get(key)
  if (!before && metricFiltersOf(scope, logGroupName).length >= MOST_FILTERS) {
    throw thrown(LimitExceededException, 'Resource limit exceeded.')
  }
  metricFilters.put(key, {
    ...{ logGroupName, filterName, filterPattern, transformation },
    creationTime: before?.creationTime ?? sandbox.clock.now(),
  })
  return {}
}
