import {
  type DBParameterGroupNameMessage,
  InvalidDBParameterGroupStateFault,
  type ModifyDBParameterGroupMessage,
} from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { exception, invalidValue } from '../errors.ts'
import { parameterGroup } from '../parameter-groups.ts'
import { applyParameters, checkParameter } from '../parameters.ts'
import { type ParameterGroupDocument, rds } from '../store.ts'

const MOST = 20

/** Sets parameters of a group; running instances that use it take what they can take without a reboot. */
export const modifyDBParameterGroup: Operation<
  ModifyDBParameterGroupMessage,
  DBParameterGroupNameMessage
> = async (input, { sandbox, scope }) => {
  const group = parameterGroup(scope, input.DBParameterGroupName ?? '')
  const { Parameters = [] } = input
  if (group.name.startsWith('default.')) {
    throw exception(
      InvalidDBParameterGroupStateFault,
      'Cannot modify a default parameter group. Create a group of your own.',
    )
  }
  if (Parameters.length === 0 || Parameters.length > MOST) {
    throw invalidValue(`1 to ${MOST} parameters can be changed at once; got ${Parameters.length}.`)
  }
  for (const parameter of Parameters) checkParameter(parameter)
  const values: ParameterGroupDocument['values'] = { ...group.values }
  for (const { ParameterName = '', ParameterValue = '', ApplyMethod } of Parameters) {
    values[ParameterName] = { value: ParameterValue, applyMethod: ApplyMethod ?? 'pending-reboot' }
  }
  rds(scope).parameterGroups.put(group.name, { ...group, values })
  await applyParameters(sandbox, scope, group.name, Parameters)
  return { DBParameterGroupName: group.name }
}
