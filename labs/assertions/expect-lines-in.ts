import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { pass, waiting } from './verdicts.ts'

/** A line with that text stands in the log stream. */
export async function expectLinesIn(
  { aws }: LabAccount,
  { logGroup, stream, text, next }: { logGroup: string; stream: string; text: string; next: string },
): Promise<Verdict> {
  if (await isThere()) return pass(`“${text}” stands in ${stream}.`)
  return waiting('no-line-yet', {
    title: 'No such line yet',
    expected: `a line with “${text}” in ${stream}`,
    observed: 'none so far',
    next,
    retryAfterSeconds: 5,
    aboutSeconds: 15,
  })

  async function isThere(): Promise<boolean> {
    try {
      let nextToken: string | undefined
      do {
        const page = await aws.logs.send(
          new FilterLogEventsCommand({
            logGroupName: logGroup,
            logStreamNames: [stream],
            filterPattern: `"${text}"`,
            limit: 1,
            nextToken,
          }),
        )
        if ((page.events ?? []).length > 0) return true
        nextToken = page.nextToken
      } while (nextToken)
      return false
    } catch (error) {
      if (isNotFound(error)) return false
      throw error
    }
  }
}
