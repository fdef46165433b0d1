import { randomUUID } from 'node:crypto'
import type { FunctionConfiguration, UpdateFunctionCodeRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { checkRevision } from '../check-revision.ts'
import { dropUnusedCode, takeCode } from '../code.ts'
import { findFunction } from '../functions.ts'
import { notThere } from '../not-there.ts'
import { publish } from '../publish.ts'
import { functionShape } from '../shape.ts'
import { lambda } from '../store.ts'

/** Gives a function other code. Events under way end with the old one. */
export const updateFunctionCode: Operation<UpdateFunctionCodeRequest, FunctionConfiguration> = async (
  input,
  { sandbox, scope },
) => {
  const name = input.FunctionName ?? ''
  if (input.ImageUri) throw notThere('functions from container images')
  checkRevision(findFunction(scope, name), input.RevisionId)
  const code = await takeCode(sandbox, scope, input)
  // It may have been changed or deleted while the code came.
  const fn = findFunction(scope, name)
  const changed = { ...fn, ...code, revisionId: randomUUID(), lastModified: sandbox.clock.now() }
  if (input.DryRun !== true) lambda(scope).functions.put(fn.functionName, changed)
  const shown = input.Publish && input.DryRun !== true ? publish(sandbox, scope, changed) : changed
  dropUnusedCode(scope)
  return functionShape(shown, sandbox.clock.time(scope.accountId))
}
