import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch'
import { DescribeMetricFiltersCommand } from '@aws-sdk/client-cloudwatch-logs'
import { fail, pass, waiting } from '../../assertions/verdicts.ts'
import { defineStep, type CheckContext } from '../../define.ts'
import { isNotFound } from '../../explain-errors.ts'
import { FILTER, LOG_GROUP, METRIC, NOT_FOUND_LINES, PORTS } from '../names.ts'

const putFilter = `aws logs put-metric-filter --log-group-name ${LOG_GROUP} --filter-name ${FILTER} --filter-pattern '${NOT_FOUND_LINES.filterPattern}' --metric-transformations metricName=${METRIC.name},metricNamespace=${METRIC.namespace},metricValue=1`

export default defineStep({
  title: 'Make a number of lines',
  needs: ['run-task', 'make-lines'],
  commands: ({ out }) => [
    putFilter,
    `curl -sS --max-time 10 -o /dev/null -w '%{http_code}\\n' 'http://${out['run-task']?.['publicIp']}:${PORTS.web}/lost?[1-2]'`,
    `sleep 5; aws cloudwatch get-metric-statistics --namespace ${METRIC.namespace} --metric-name ${METRIC.name} --start-time $(($(date +%s) - 1800)) --end-time $(($(date +%s) + 60)) --period 60 --statistics Sum`,
  ],
  check: async account => {
    const filter = await findFilter(account)
    const transformation = filter?.metricTransformations?.[0]
    const { filterPattern = '' } = filter ?? {}
    if (!/\$\.status\s*=\s*404\b/.test(filterPattern)) {
      return fail(filter ? 'filter-pattern' : 'filter-missing', {
        title: filter ? 'It counts other lines' : 'No metric filter yet',
        expected: `a metric filter ${FILTER} on ${LOG_GROUP} with the pattern ${NOT_FOUND_LINES.filterPattern}`,
        observed: filter ? `its pattern is ${filterPattern}` : 'none of that name',
        next: `Put it; what has that name is replaced: \`${putFilter}\``,
      })
    }
    if (
      transformation?.metricName !== METRIC.name ||
      transformation.metricNamespace !== METRIC.namespace ||
      transformation.metricValue !== '1'
    ) {
      return fail('filter-metric', {
        title: 'It counts into another metric',
        expected: `1 a line, in ${METRIC.namespace}, ${METRIC.name}`,
        observed: `${transformation?.metricValue} a line, in ${transformation?.metricNamespace}, ${transformation?.metricName}`,
        next: `Put it once more; what has that name is replaced: \`${putFilter}\``,
      })
    }
    const sum = await sumOfMetric(account)
    if (sum > 0) return pass(`${METRIC.namespace}, ${METRIC.name} has counted ${sum} so far.`)
    return waiting('no-data-yet', {
      title: 'It has counted nothing yet',
      expected: `data of the metric ${METRIC.name}`,
      observed: 'none. A filter counts only lines that come after it',
      next: 'Ask for pages that are not there, with this step’s second command. On AWS a number takes a minute or two to arrive.',
      retryAfterSeconds: 15,
      aboutSeconds: 90,
    })
  },
  hints: [
    'A metric filter has the same pattern as a search, and adds metricValue to a metric for each line that it finds.',
    'It counts what comes after it was put, not what is there already.',
    'get-metric-statistics wants a time from and to, a period in seconds, and which statistic: here the sum.',
  ],
  solve: 'commands',
  timeout: '6m',
  reads: ['logs:DescribeMetricFilters', 'cloudwatch:GetMetricStatistics'],
})

async function findFilter({ aws }: CheckContext) {
  try {
    const { metricFilters = [] } = await aws.logs.send(
      new DescribeMetricFiltersCommand({ logGroupName: LOG_GROUP, filterNamePrefix: FILTER }),
    )
    return metricFilters.find(({ filterName }) => filterName === FILTER)
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** Over the last hour. */
async function sumOfMetric({ aws }: CheckContext): Promise<number> {
  const now = Date.now()
  const { Datapoints = [] } = await aws.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: METRIC.namespace,
      MetricName: METRIC.name,
      StartTime: new Date(now - 3_600_000),
      EndTime: new Date(now + 60_000),
      Period: 60,
      Statistics: ['Sum'],
    }),
  )
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0)
}
