import type { StopBuildInput, StopBuildOutput } from '@aws-sdk/client-codebuild'
import type { Operation } from '../../../operation.ts'
import { buildsOf } from '../builds.ts'
import { findBuild } from '../projects.ts'
import { buildShape } from '../shapes.ts'
import { isComplete } from '../store.ts'

/** Ends a build, and answers once it has ended; one that has ended already stays as it is. Throws ResourceNotFoundException. */
export const stopBuild: Operation<StopBuildInput, StopBuildOutput> = async (input, { sandbox, scope }) => {
  const build = findBuild(scope, input.id ?? '')
  if (!isComplete(build)) await buildsOf(sandbox).interrupt(scope, build)
  return { build: buildShape(findBuild(scope, build.id)) }
}
