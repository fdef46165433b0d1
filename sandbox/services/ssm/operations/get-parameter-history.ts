import type { GetParameterHistoryRequest, GetParameterHistoryResult } from '@aws-sdk/client-ssm'
import type { Operation } from '../../../operation.ts'
import { findParameter } from '../names.ts'
import { page } from '../pages.ts'
import { shownVersion } from '../shown-parameter.ts'

const LARGEST_PAGE = 50

/** All versions of a parameter, oldest first. */
export const getParameterHistory: Operation<GetParameterHistoryRequest, GetParameterHistoryResult> = (
  input,
  { scope },
) => {
  const parameter = findParameter(scope, input.Name ?? '')
  const { items, NextToken } = page(parameter.versions, input, LARGEST_PAGE)
  return {
    Parameters: items.map(version => shownVersion(parameter, version, input.WithDecryption)),
    ...(NextToken && { NextToken }),
  }
}
