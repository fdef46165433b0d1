import { randomUUID } from 'node:crypto'
import type { PutEventsRequest, PutEventsRequestEntry, PutEventsResponse } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { invalid } from '../errors.ts'
import { putEvent } from '../put-event.ts'
import { busName } from '../rules.ts'

const MOST = 10

/** Each entry succeeds or fails by itself. Throws ValidationException. */
export const putEvents: Operation<PutEventsRequest, PutEventsResponse> = (input, { scope, sandbox }) => {
  const entries = input.Entries ?? []
  if (entries.length < 1 || entries.length > MOST) {
    throw invalid(
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${entries.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${MOST}`}`,
    )
  }
  const Entries = entries.map(entry => {
    const problem = problemOf(entry)
    if (problem) return problem
    // A bus that is not there takes events and drops them, as on AWS.
    if (busName(entry.EventBusName) !== 'default') return { EventId: randomUUID() }
    const EventId = putEvent(sandbox, scope, {
      source: entry.Source ?? '',
      detailType: entry.DetailType ?? '',
      resources: entry.Resources ?? [],
      detail: JSON.parse(entry.Detail ?? '{}') as object,
      ...(entry.Time && { time: entry.Time.getTime() }),
    })
    return { EventId }
  })
  return { FailedEntryCount: Entries.filter(entry => 'ErrorCode' in entry).length, Entries }
}

function problemOf(entry: PutEventsRequestEntry): { ErrorCode: string; ErrorMessage: string } | undefined {
  for (const member of ['Source', 'DetailType', 'Detail'] as const) {
    if (entry[member]) continue
    const ErrorMessage = `Parameter ${member} is not valid. Reason: ${member} is a required argument.`
    return { ErrorCode: 'InvalidArgument', ErrorMessage }
  }
  if (entry.Source?.startsWith('aws.')) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    }
  }
  return isObjectText(entry.Detail ?? '')
    ? undefined
    : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }
}

function isObjectText(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
