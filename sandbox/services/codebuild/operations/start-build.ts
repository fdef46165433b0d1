import type { StartBuildInput, StartBuildOutput } from '@aws-sdk/client-codebuild'
import type { Operation } from '../../../operation.ts'
import { initiatorOf, startBuild as start } from '../new-build.ts'

/** Throws ResourceNotFoundException, InvalidInputException, AccountLimitExceededException. */
export const startBuild: Operation<StartBuildInput, StartBuildOutput> = (
  input,
  { sandbox, scope, principal },
) => ({
  build: start(sandbox, scope, input, initiatorOf(principal)),
})
