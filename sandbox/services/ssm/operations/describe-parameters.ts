import type { DescribeParametersRequest, DescribeParametersResult } from '@aws-sdk/client-ssm'
import type { Operation } from '../../../operation.ts'
import { validationException } from '../errors.ts'
import { readFilters, readOldFilters } from '../filters.ts'
import { page } from '../pages.ts'
import { shownMetadata } from '../shown-parameter.ts'
import { parameters } from '../store.ts'

const LARGEST_PAGE = 50
const KEYS = ['Path', 'Name', 'Type', 'KeyId', 'Tier', 'DataType', 'tag']

/** The account's parameters without their values. */
export const describeParameters: Operation<DescribeParametersRequest, DescribeParametersResult> = (
  input,
  { scope },
) => {
  if (input.Filters?.length && input.ParameterFilters?.length) {
    throw validationException("You can use either Filters or ParameterFilters, but you can't use both.")
  }
  const meets = readFilters(input.ParameterFilters, KEYS)
  const meetsOld = readOldFilters(input.Filters)
  const found = parameters(scope)
    .values()
    .filter(parameter => meets(parameter) && meetsOld(parameter))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { items, NextToken } = page(found, input, LARGEST_PAGE)
  return {
    Parameters: items.map(parameter => shownMetadata(scope, parameter)),
    ...(NextToken && { NextToken }),
  }
}
