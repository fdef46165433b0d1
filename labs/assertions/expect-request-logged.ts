import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { fail, pass, waiting } from './verdicts.ts'

/** The app's own log, or some streams of it, shows that somebody asked for the path. */
export async function expectRequestLogged(
  { aws }: LabAccount,
  {
    logGroup,
    path,
    address,
    streams,
  }: { logGroup: string; path: string; address: string; streams?: string[] },
): Promise<Verdict> {
  const found = await search()
  if (found === undefined) {
    return fail('log-group-missing', {
      title: 'The log group is not there',
      expected: `the log group ${logGroup}, into which the tasks write`,
      observed: 'none of that name',
      next: `Create it: \`aws logs create-log-group --log-group-name ${logGroup}\``,
    })
  }
  if (!found) {
    return waiting('no-request-yet', {
      title: 'Nobody has opened the site yet',
      expected: `a line in ${logGroup} of a request for ${path}`,
      observed: 'no such line so far',
      next: `Run this step’s commands, or open http://${address}${path} yourself. A line takes a few seconds to arrive in the logs.`,
      retryAfterSeconds: 5,
      aboutSeconds: 15,
    })
  }
  return pass(`Your request for ${path} stands in ${logGroup}.`)

  async function search(): Promise<boolean | undefined> {
    if (streams?.length === 0) return false
    try {
      let nextToken: string | undefined
      do {
        const page = await aws.logs.send(
          new FilterLogEventsCommand({
            logGroupName: logGroup,
            ...(streams && { logStreamNames: streams }),
            filterPattern: `{ $.path = "${path}" }`,
            limit: 1,
            nextToken,
          }),
        )
        if ((page.events ?? []).length > 0) return true
        nextToken = page.nextToken
      } while (nextToken)
      return false
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }
}
