import type { TestEventPatternRequest, TestEventPatternResponse } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { invalid } from '../errors.ts'
import { compilePattern } from '../pattern.ts'

const WANTED = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type']

/** Throws InvalidEventPatternException, or ValidationException for an event that lacks what every event has. */
export const testEventPattern: Operation<TestEventPatternRequest, TestEventPatternResponse> = input => {
  const pattern = compilePattern(input.EventPattern ?? '')
  const event = parsed(input.Event ?? '')
  const lost = WANTED.find(member => !Object.hasOwn(event, member))
  if (lost) throw invalid(`Parameter Event is not valid. Reason: ${lost} is a required field of an event.`)
  return { Result: pattern(event) }
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Told below.
  }
  throw invalid('Parameter Event is not valid. Reason: Event is not a JSON object.')
}
