import type { TestMetricFilterRequest, TestMetricFilterResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { invalidParameter } from '../errors.ts'
import { compileFilter } from '../filter-pattern.ts'
import { extractedValues } from '../metric-filters.ts'

const MOST_MESSAGES = 50

export const testMetricFilter: Operation<TestMetricFilterRequest, TestMetricFilterResponse> = input => {
  const { filterPattern = '', logEventMessages = [] } = input
  if (logEventMessages.length < 1 || logEventMessages.length > MOST_MESSAGES) {
    throw invalidParameter(
      `1 validation error detected: Value at 'logEventMessages' failed to satisfy constraint: Member must have length between 1 and ${MOST_MESSAGES}`,
    )
  }
  const matches = compileFilter(filterPattern)
  return {
    matches: logEventMessages.flatMap((eventMessage, index) =>
      matches(eventMessage)
        ? [
            {
              eventNumber: index + 1,
              eventMessage,
              extractedValues: extractedValues(filterPattern, eventMessage),
            },
          ]
        : [],
    ),
  }
}
