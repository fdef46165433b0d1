import {
  type CreateDBParameterGroupMessage,
  type CreateDBParameterGroupResult,
  DBParameterGroupAlreadyExistsFault,
} from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { checkedIdentifier, exception, invalidValue } from '../errors.ts'
import { FAMILIES, shownGroup } from '../parameter-groups.ts'
import { rds } from '../store.ts'
import { withTags } from '../tags.ts'

/** Makes a group of parameters, all at their defaults. */
export const createDBParameterGroup: Operation<
  CreateDBParameterGroupMessage,
  CreateDBParameterGroupResult
> = (input, { scope }) => {
  const name = checkedIdentifier('DBParameterGroupName', input.DBParameterGroupName)
  const { DBParameterGroupFamily: family = '', Description: description = '' } = input
  if (!FAMILIES.includes(family)) throw invalidValue(`ParameterGroupFamily ${family} not found`)
  const tags = withTags([], input.Tags)
  const { parameterGroups } = rds(scope)
  if (parameterGroups.has(name)) {
    throw exception(DBParameterGroupAlreadyExistsFault, `Parameter group ${name} already exists`)
  }
  const group = { name, family, description, values: {}, tags }
  parameterGroups.put(name, group)
  return { DBParameterGroup: shownGroup(scope, group) }
}
