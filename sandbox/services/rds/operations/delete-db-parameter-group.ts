import { type DeleteDBParameterGroupMessage, InvalidDBParameterGroupStateFault } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { exception } from '../errors.ts'
import { parameterGroup } from '../parameter-groups.ts'
import { rds } from '../store.ts'

/** Deletes a parameter group that no instance uses. */
export const deleteDBParameterGroup: Operation<DeleteDBParameterGroupMessage, object> = (
  input,
  { scope },
) => {
  const { name } = parameterGroup(scope, input.DBParameterGroupName ?? '')
  const { instances, parameterGroups } = rds(scope)
  if (name.startsWith('default.')) {
    throw exception(InvalidDBParameterGroupStateFault, 'Default DBParameterGroup cannot be deleted.')
  }
  if (instances.values().some(({ parameterGroupName }) => parameterGroupName === name)) {
    throw exception(
      InvalidDBParameterGroupStateFault,
      'One or more database instances are still members of this parameter group, so the group cannot be deleted',
    )
  }
  parameterGroups.delete(name)
  return {}
}
