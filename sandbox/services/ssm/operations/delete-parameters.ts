import type { DeleteParametersRequest, DeleteParametersResult } from '@aws-sdk/client-ssm'
import type { Operation } from '../../../operation.ts'
import { validationException } from '../errors.ts'
import { nameOf } from '../names.ts'
import { parameters } from '../store.ts'

const MOST = 10

/** Deletes up to ten parameters; names that are not there come back as invalid. */
export const deleteParameters: Operation<DeleteParametersRequest, DeleteParametersResult> = (
  input,
  { scope },
) => {
  const names = [...new Set(input.Names)]
  if (names.length === 0 || names.length > MOST) {
    throw validationException(
      `1 validation error detected: Value '[${names.join(', ')}]' at 'names' failed to satisfy constraint: Member must have length ${names.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MOST}`}`,
    )
  }
  const { deleted = [], invalid = [] } = Object.groupBy(names, name =>
    parameters(scope).delete(nameOf(scope, name).name) ? 'deleted' : 'invalid',
  )
  return { DeletedParameters: deleted, InvalidParameters: invalid }
}
