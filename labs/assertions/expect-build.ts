import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { BatchGetBuildsCommand, ListBuildsForProjectCommand, type Build } from '@aws-sdk/client-codebuild'
import type { LabAccount, Verdict } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { fail, pass, waiting } from './verdicts.ts'

export interface ExpectedBuild {
  project: string
  /** Builds with this number and before do not count. */
  after?: number
  /** The phase in which it is to fail; without it, it is to succeed. */
  failsIn?: string
  /** How it is started. */
  start: string
}

/** What a learner does about a build that failed; undefined when this explanation is not for it. */
export type BuildExplanation = (failed: FailedBuild) => Verdict | undefined

export interface FailedBuild {
  build: Build
  /** `PRE_BUILD`. */
  phase: string
  /** `COMMAND_EXECUTION_ERROR: Error while …`. */
  message: string
  /** The end of its log. */
  log: string
  expected: string
}

/** The newest build of a project has ended as it should. Gives `buildId`, `buildNumber`. */
export async function expectBuild(
  account: LabAccount,
  wanted: ExpectedBuild,
  explanations: BuildExplanation[] = [],
): Promise<Verdict> {
  const { project, after = 0, failsIn, start } = wanted
  const expected = failsIn
    ? `a build of ${project} that fails in ${failsIn}`
    : `a build of ${project} that succeeds`
  const build = await newestBuild(account, project)
  const { buildNumber = 0, id = '', currentPhase = '' } = build ?? {}
  if (!build || buildNumber <= after) {
    return fail('no-build', {
      title: after > 0 ? 'No further build yet' : 'No build yet',
      expected,
      observed: build ? `the newest is number ${buildNumber}` : 'none',
      next: `Start one: \`${start}\``,
    })
  }
  if (!build.buildComplete) {
    return waiting('building', {
      title: 'It builds',
      expected,
      observed: `build ${buildNumber} is in the phase ${currentPhase}`,
      next: 'Wait. On AWS the machine alone takes half a minute.',
      retryAfterSeconds: 10,
      aboutSeconds: 90,
    })
  }
  const failed = build.phases?.find(({ phaseStatus = 'SUCCEEDED' }) => phaseStatus !== 'SUCCEEDED')
  const outputs = { buildId: id, buildNumber: String(buildNumber) }
  if (failsIn) {
    if (failed?.phaseType === failsIn)
      return pass(`Build ${buildNumber} failed in ${failsIn}, as it should.`, outputs)
    return fail('failed-elsewhere', {
      title: failed ? 'It failed elsewhere' : 'It succeeded',
      expected,
      observed: failed
        ? `build ${buildNumber} failed in ${failed.phaseType}`
        : `build ${buildNumber} succeeded`,
      next: 'Run this step’s commands once more, all of them and in their order.',
    })
  }
  if (build.buildStatus === 'SUCCEEDED') return pass(`Build ${buildNumber} succeeded.`, outputs)
  const [{ statusCode = '', message: text = '' } = {}] = failed?.contexts ?? []
  const message = statusCode ? `${statusCode}: ${text}` : (build.buildStatus ?? '')
  const phase = failed?.phaseType ?? currentPhase
  const found = { build, phase, message, log: await endOfLog(account, build), expected }
  for (const explain of explanations) {
    const verdict = explain(found)
    if (verdict) return verdict
  }
  return fail('build-failed', {
    title: `It failed in ${phase}`,
    expected,
    observed: `build ${buildNumber}: ${message}`,
    next: `Its log says more: aws logs tail ${build.logs?.groupName} --since 1h. Mend what it says, then start it again: \`${start}\``,
  })
}

async function newestBuild({ aws }: LabAccount, projectName: string): Promise<Build | undefined> {
  try {
    const { ids = [] } = await aws.codebuild.send(new ListBuildsForProjectCommand({ projectName }))
    if (ids.length === 0) return undefined
    const { builds } = await aws.codebuild.send(new BatchGetBuildsCommand({ ids: ids.slice(0, 1) }))
    return builds?.[0]
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** The newest lines of a build's log; nothing when it has none. */
async function endOfLog({ aws }: LabAccount, { logs }: Build): Promise<string> {
  const { groupName: logGroupName, streamName } = logs ?? {}
  if (!logGroupName || !streamName) return ''
  try {
    const { events } = await aws.logs.send(
      new FilterLogEventsCommand({ logGroupName, logStreamNames: [streamName] }),
    )
    return (
      events
        ?.slice(-100)
        .map(({ message = '' }) => message.trimEnd())
        .join('\n') ?? ''
    )
  } catch (error) {
    if (isNotFound(error)) return ''
    throw error
  }
}
