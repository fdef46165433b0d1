import { AwsError } from '../../operation.ts'

/** ValidationError of one member, in STS's words. */
export function constraint(value: string | number, member: string, text: string): AwsError {
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${text}`,
  )
}

/** Seconds between a least and a most. */
export function checkDuration(seconds: number, least: number, most: number): void {
  if (seconds < least) {
    throw constraint(seconds, 'durationSeconds', `Member must have value greater than or equal to ${least}`)
  }
  if (seconds > most) {
    throw constraint(seconds, 'durationSeconds', `Member must have value less than or equal to ${most}`)
  }
}
