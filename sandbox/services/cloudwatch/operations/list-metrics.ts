import type { ListMetricsInput, ListMetricsOutput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { dimensionList } from '../dimensions.ts'
import { validationError } from '../errors.ts'
import { invalidTokenValue, page } from '../pages.ts'
import { allSeries } from '../series.ts'

const PAGE_SIZE = 500
const HOUR_MS = 60 * 60 * 1000
/** Metrics without data for longer are not listed, as on AWS. */
const LISTED_MS = 14 * 24 * HOUR_MS

export const listMetrics: Operation<ListMetricsInput, ListMetricsOutput> = (input, { scope, sandbox }) => {
  const { Namespace, MetricName, Dimensions, RecentlyActive, NextToken } = input
  if (RecentlyActive !== undefined && RecentlyActive !== 'PT3H') {
    throw validationError(
      `1 validation error detected: Value '${String(RecentlyActive)}' at 'recentlyActive' failed to satisfy constraint: Member must satisfy enum value set: [PT3H]`,
    )
  }
  const since = sandbox.clock.now() - (RecentlyActive ? 3 * HOUR_MS : LISTED_MS)
  const found = allSeries(scope)
    .map(({ document }) => document)
    .filter(({ lastAt }) => lastAt >= since)
    .filter(({ namespace }) => Namespace === undefined || namespace === Namespace)
    .filter(({ metricName }) => MetricName === undefined || metricName === MetricName)
    .filter(({ dimensions }) =>
      (Dimensions ?? []).every(
        ({ Name = '', Value }) =>
          Object.hasOwn(dimensions, Name) && (Value === undefined || dimensions[Name] === Value),
      ),
    )
  const { items, ...more } = page(found, NextToken, PAGE_SIZE, invalidTokenValue)
  return {
    Metrics: items.map(({ namespace, metricName, dimensions }) => ({
      Namespace: namespace,
      MetricName: metricName,
      Dimensions: dimensionList(dimensions),
    })),
    ...more,
  }
}
