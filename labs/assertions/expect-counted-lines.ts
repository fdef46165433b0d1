import { ListTagsForResourceCommand, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { countLines } from './count-lines-command.ts'
import { fail, pass } from './verdicts.ts'

export interface ExpectedCount {
  logGroup: string
  /** The tag of the log group under which the learner writes the number down. */
  tag: string
  filterPattern: string
  /** Such as `lines of answers with status 404`. */
  what: string
  /** Why a filter may find nothing although the lines are there. */
  whyNothing: string
}

/** The reads that `expectCountedLines` makes. */
export const COUNTED_LINES_READS = ['logs:FilterLogEvents', 'logs:ListTagsForResource']

/** The learner has found by a filter how many lines there are, and has written the number on the log group. */
export async function expectCountedLines(account: LabAccount, wanted: ExpectedCount): Promise<Verdict> {
  const { logGroup, tag, filterPattern, what, whyNothing } = wanted
  const count = `\`${countLines(account, wanted)}\``
  const found = await look()
  if (!found) {
    return fail('log-group-missing', {
      title: 'The log group is gone',
      expected: `the log group ${logGroup}`,
      observed: 'none of that name',
      next: 'Go back to the step that creates it.',
    })
  }
  const expected = `the tag ${tag} on ${logGroup}, with the number of ${what}`
  const { lines, written } = found
  if (lines === 0) {
    return fail('no-such-line', {
      title: 'There is no such line to find',
      expected: `${what} in ${logGroup}`,
      observed: 'none so far',
      next: 'Go back to the step before: it makes them. A line takes a few seconds to arrive.',
    })
  }
  if (written === undefined) {
    return fail('not-counted', {
      title: 'Not counted yet',
      expected,
      observed: `no tag ${tag}`,
      next: `Count them, and write the number down: ${count}`,
    })
  }
  if (written === '0') {
    return fail('filter-finds-nothing', {
      title: 'Your filter found nothing, and the lines are there',
      expected,
      observed: '0',
      next: `${whyNothing} Count again, by the pattern ${filterPattern}: ${count}`,
    })
  }
  if (written !== String(lines)) {
    return fail('other-count', {
      title: 'Another number',
      expected,
      observed: `you wrote ${written}; we find ${lines} now`,
      next: `Count again, by the pattern ${filterPattern}: ${count}`,
    })
  }
  return pass(`You found ${what}: ${lines}.`)

  async function look(): Promise<{ lines: number; written: string | undefined } | undefined> {
    const client = account.aws.logs
    try {
      let lines = 0
      for await (const { events } of paginateFilterLogEvents(
        { client },
        { logGroupName: logGroup, filterPattern },
      )) {
        lines += events?.length ?? 0
      }
      const resourceArn = `arn:aws:logs:${account.region}:${account.accountId}:log-group:${logGroup}`
      const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn }))
      return { lines, written: tags?.[tag] }
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }
}
