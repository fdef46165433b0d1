import { randomUUID } from 'node:crypto'
import type { FunctionConfiguration, UpdateFunctionConfigurationRequest } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { checkRevision } from '../check-revision.ts'
import { findFunction } from '../functions.ts'
import { settingsOf } from '../settings.ts'
import { functionShape } from '../shape.ts'
import { lambda } from '../store.ts'

/** Changes settings of a function; those that are not given stay. */
export const updateFunctionConfiguration: Operation<
  UpdateFunctionConfigurationRequest,
  FunctionConfiguration
> = (input, { sandbox, scope }) => {
  const fn = findFunction(scope, input.FunctionName ?? '')
  checkRevision(fn, input.RevisionId)
  const settings = settingsOf(sandbox, input, fn)
  const changed = { ...fn, ...settings, revisionId: randomUUID(), lastModified: sandbox.clock.now() }
  lambda(scope).functions.put(fn.functionName, changed)
  return functionShape(changed, sandbox.clock.time(scope.accountId))
}
