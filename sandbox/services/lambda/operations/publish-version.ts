import type { FunctionConfiguration, PublishVersionRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { checkRevision } from '../check-revision.ts'
import { invalid } from '../errors.ts'
import { checkActive, findFunction } from '../functions.ts'
import { publish } from '../publish.ts'
import { functionShape } from '../shape.ts'

/** Publishes a version: code and settings as they are, which never change again. */
export const publishVersion: Operation<PublishVersionRequest, FunctionConfiguration> = (
  { FunctionName = '', CodeSha256, Description, RevisionId },
  { sandbox, scope },
) => {
  const fn = findFunction(scope, FunctionName)
  const now = sandbox.clock.time(scope.accountId)
  checkActive(now, fn)
  checkRevision(fn, RevisionId)
  if (CodeSha256 && CodeSha256 !== fn.codeSha256) {
    throw invalid(
      `CodeSHA256 (${CodeSha256}) is different from current CodeSHA256 in $LATEST (${fn.codeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
    )
  }
  return functionShape(publish(sandbox, scope, fn, Description), now)
}
