import type { StartLiveTailRequest, StartLiveTailResponse } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { invalidParameter } from '../errors.ts'
import { compileFilter } from '../filter-pattern.ts'
import { liveTail } from '../live-tail.ts'
import { findGroup, groupNameOf } from '../store.ts'

const MOST_GROUPS = 10

export const startLiveTail: Operation<StartLiveTailRequest, StartLiveTailResponse> = (
  input,
  { scope, sandbox },
) => {
  const { logGroupIdentifiers = [], logStreamNames, logStreamNamePrefixes } = input
  if (logGroupIdentifiers.length < 1 || logGroupIdentifiers.length > MOST_GROUPS) {
    throw invalidParameter(
      `1 validation error detected: Value at 'logGroupIdentifiers' failed to satisfy constraint: Member must have length between 1 and ${MOST_GROUPS}`,
    )
  }
  const wrong = logGroupIdentifiers.find(identifier => !identifier.startsWith('arn:'))
  if (wrong !== undefined) {
    throw invalidParameter(`Invalid log group identifier ${wrong}: live tail takes the ARNs of log groups.`)
  }
  if (logStreamNames?.length && logStreamNamePrefixes?.length) {
    throw invalidParameter('logStreamNames and logStreamNamePrefixes are mutually exclusive.')
  }
  if ((logStreamNames?.length || logStreamNamePrefixes?.length) && logGroupIdentifiers.length > 1) {
    throw invalidParameter('Log streams can be named for one log group only.')
  }
  compileFilter(input.logEventFilterPattern ?? '')
  const groups = logGroupIdentifiers.map(identifier =>
    findGroup(scope, groupNameOf({ logGroupIdentifier: identifier })),
  )
  return { responseStream: liveTail(sandbox, scope, input, groups) }
}
