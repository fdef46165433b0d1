import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { putEvent } from '../events/put-event.ts'
import { logsShape } from './shapes.ts'
import { currentPhase, isComplete, type BuildDocument, type PhaseDocument } from './store.ts'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Sends "CodeBuild Build State Change". */
export function sendBuildStateChange(sandbox: Sandbox, scope: Scope, build: BuildDocument): void {
  const phase = build.phases.at(-1)
  putEvent(sandbox, scope, {
    ...{ source: 'aws.codebuild', detailType: 'CodeBuild Build State Change', resources: [build.arn] },
    detail: {
      ...common(build),
      'build-status': build.buildStatus,
      'current-phase': currentPhase(build),
      'current-phase-context': contextOf(phase),
    },
  })
}

/** Sends "CodeBuild Build Phase Change". */
export function sendPhaseChange(
  sandbox: Sandbox,
  scope: Scope,
  build: BuildDocument,
  phase: PhaseDocument,
): void {
  const end = phase.endTime ?? phase.startTime
  putEvent(sandbox, scope, {
    ...{ source: 'aws.codebuild', detailType: 'CodeBuild Build Phase Change', resources: [build.arn] },
    detail: {
      ...common(build),
      'completed-phase': phase.phaseType,
      'completed-phase-status': phase.phaseStatus,
      'completed-phase-context': contextOf(phase),
      'completed-phase-duration-seconds': Math.floor((end - phase.startTime) / 1000),
      'completed-phase-start': readable(phase.startTime),
      'completed-phase-end': readable(end),
    },
  })
}

function common(build: BuildDocument): object {
  const { environment, source, logStream, stored } = build
  const [artifact] = stored
  return {
    'project-name': build.projectName,
    'build-id': build.arn,
    'additional-information': {
      ...(artifact && { artifact: { ...artifact } }),
      environment: {
        image: environment.image,
        'privileged-mode': environment.privilegedMode,
        'compute-type': environment.computeType,
        type: environment.type,
        'environment-variables': environment.environmentVariables,
      },
      'timeout-in-minutes': build.timeoutInMinutes,
      'build-complete': isComplete(build),
      'build-number': build.buildNumber,
      initiator: build.initiator,
      'build-start-time': readable(build.startTime),
      source: { buildspec: source.buildspec, location: source.location, type: source.type },
      ...(build.sourceVersion !== undefined && { 'source-version': build.sourceVersion }),
      logs: {
        ...(logStream && { 'group-name': logStream.groupName, 'stream-name': logStream.streamName }),
        'deep-link': logsShape(build).deepLink,
      },
      phases: build.phases.map(phase => ({
        'phase-type': phase.phaseType,
        'start-time': readable(phase.startTime),
        ...(phase.endTime !== undefined && {
          'end-time': readable(phase.endTime),
          'duration-in-seconds': Math.floor((phase.endTime - phase.startTime) / 1000),
          'phase-status': phase.phaseStatus,
          'phase-context': [contextOf(phase)],
        }),
      })),
    },
    version: '1',
  }
}

function contextOf(phase: PhaseDocument | undefined): string {
  const [{ statusCode = '', message = '' } = {}] = phase?.contexts ?? []
  return `[${statusCode}: ${message}]`
}

/** `Sep 1, 2017 4:12:29 PM`, as these events have it. */
function readable(time: number): string {
  const date = new Date(time)
  const hours = date.getUTCHours()
  const two = (part: number) => String(part).padStart(2, '0')
  const clock = `${hours % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()} ${clock} ${hours < 12 ? 'AM' : 'PM'}`
}
