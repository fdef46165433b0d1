import type {
  DescribeMetricFiltersRequest,
  DescribeMetricFiltersResponse,
} from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { invalidParameter } from '../errors.ts'
import { page } from '../pages.ts'
import { findGroup, logs, metricFiltersOf } from '../store.ts'

export const describeMetricFilters: Operation<DescribeMetricFiltersRequest, DescribeMetricFiltersResponse> = (
  input,
  { scope },
) => {
  const { logGroupName, filterNamePrefix = '', metricName, metricNamespace } = input
  if ((metricName === undefined) !== (metricNamespace === undefined)) {
    throw invalidParameter('metricName and metricNamespace must be given together.')
  }
  const filters =
    logGroupName === undefined
      ? logs(scope).metricFilters.values()
      : metricFiltersOf(scope, findGroup(scope, logGroupName).logGroupName)
  const found = filters
    .filter(({ filterName }) => filterName.startsWith(filterNamePrefix))
    .filter(({ transformation }) => metricName === undefined || transformation.metricName === metricName)
    .filter(
      ({ transformation }) =>
        metricNamespace === undefined || transformation.metricNamespace === metricNamespace,
    )
  const { items, ...more } = page(found, input)
  return {
    metricFilters: items.map(({ transformation, ...filter }) => ({
      ...filter,
      metricTransformations: [transformation],
      applyOnTransformedLogs: false,
    })),
    ...more,
  }
}
