import type { DeleteParameterRequest, DeleteParameterResult } from '@aws-sdk/client-ssm'
import type { Operation } from '../../../operation.ts'
import { findParameter } from '../names.ts'
import { parameters } from '../store.ts'

/** Deletes a parameter with all its versions. */
export const deleteParameter: Operation<DeleteParameterRequest, DeleteParameterResult> = (
  input,
  { scope },
) => {
  parameters(scope).delete(findParameter(scope, input.Name ?? '').name)
  return {}
}
