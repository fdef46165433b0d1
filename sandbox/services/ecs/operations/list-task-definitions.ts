import type { ListTaskDefinitionsRequest, ListTaskDefinitionsResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { checkOneOf } from '../known-values.ts'
import { page } from '../pages.ts'
import { ecs } from '../store.ts'

const STATUSES = ['ACTIVE', 'INACTIVE', 'DELETE_IN_PROGRESS']

/** Ordered by family, then revision. */
export const listTaskDefinitions: Operation<ListTaskDefinitionsRequest, ListTaskDefinitionsResponse> = (
  input,
  { scope },
) => {
  checkOneOf(input.status, 'status', STATUSES)
  const status = input.status ?? 'ACTIVE'
  const found = ecs(scope)
    .taskDefinitions.values()
    .filter(document => document.status === status)
    .filter(({ family }) => !input.familyPrefix || family === input.familyPrefix)
    .sort((a, b) => (a.family === b.family ? a.revision - b.revision : a.family < b.family ? -1 : 1))
  if (input.sort === 'DESC') found.reverse()
  const { items, ...rest } = page(
    found.map(({ taskDefinitionArn }) => taskDefinitionArn),
    input,
  )
  return { taskDefinitionArns: items, ...rest }
}
