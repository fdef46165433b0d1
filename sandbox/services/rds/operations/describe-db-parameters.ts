import type { DBParameterGroupDetails, DescribeDBParametersMessage } from '@aws-sdk/client-rds'
import type { Operation } from '../../../operation.ts'
import { page } from '../pages.ts'
import { parameterGroup } from '../parameter-groups.ts'
import { shownParameters } from '../parameters.ts'

/** A group's parameters: those that do something here. */
export const describeDBParameters: Operation<DescribeDBParametersMessage, DBParameterGroupDetails> = (
  input,
  { scope },
) => {
  const group = parameterGroup(scope, input.DBParameterGroupName ?? '')
  const found = shownParameters(group).filter(
    ({ Source }) => input.Source === undefined || Source === input.Source,
  )
  const { items, Marker } = page(found, input)
  return { Parameters: items, ...(Marker && { Marker }) }
}
