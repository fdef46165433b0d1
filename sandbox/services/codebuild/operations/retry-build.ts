import type { RetryBuildInput, RetryBuildOutput } from '@aws-sdk/client-codebuild'
import type { Operation } from '../../../operation.ts'
import { retryBuild as retry, initiatorOf } from '../new-build.ts'
import { findBuild } from '../projects.ts'

/** A new build with the settings of an old one. Throws ResourceNotFoundException, AccountLimitExceededException. */
export const retryBuild: Operation<RetryBuildInput, RetryBuildOutput> = (
  input,
  { sandbox, scope, principal },
) => ({
  build: retry(sandbox, scope, {
    build: findBuild(scope, input.id ?? ''),
    token: input.idempotencyToken,
    initiator: initiatorOf(principal),
  }),
})
