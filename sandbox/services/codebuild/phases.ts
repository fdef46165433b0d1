import type { BuildPhaseType, StatusType } from '@aws-sdk/client-codebuild'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { sendBuildStateChange, sendPhaseChange } from './event-stream.ts'
import type { PhaseFailure } from './errors.ts'
import { codebuild, type BuildDocument } from './store.ts'

/** Why a build ended that did not come to its end by itself. */
export type Interruption = 'STOPPED' | 'TIMED_OUT' | 'FAULT'

/** Writes a build back, unless its account was reset meanwhile. */
export function saveBuild(scope: Scope, build: BuildDocument): void {
  const { builds } = codebuild(scope)
  if (builds.has(build.id)) builds.put(build.id, build)
}

/** Begins a phase. COMPLETED has a beginning only. */
export function beginPhase(
  sandbox: Sandbox,
  scope: Scope,
  build: BuildDocument,
  phaseType: BuildPhaseType,
): void {
  build.phases.push({ phaseType, startTime: sandbox.clock.now() })
  saveBuild(scope, build)
}

/** Ends the phase that a build is in. */
export function endPhase(
  sandbox: Sandbox,
  scope: Scope,
  build: BuildDocument,
  status: StatusType,
  failure?: Pick<PhaseFailure, 'statusCode' | 'message'>,
): void {
  const phase = build.phases.at(-1)
  if (!phase || phase.endTime !== undefined) return
  phase.endTime = sandbox.clock.now()
  phase.phaseStatus = status
  phase.contexts = [{ statusCode: failure?.statusCode ?? '', message: failure?.message ?? '' }]
  saveBuild(scope, build)
  sendPhaseChange(sandbox, scope, build, phase)
}

/** Brings a build to its end. */
export function completeBuild(
  sandbox: Sandbox,
  scope: Scope,
  build: BuildDocument,
  status: StatusType,
): void {
  build.buildStatus = status
  build.endTime = sandbox.clock.now()
  beginPhase(sandbox, scope, build, 'COMPLETED')
  sendBuildStateChange(sandbox, scope, build)
}
