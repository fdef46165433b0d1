import type {
  ListTaskDefinitionFamiliesRequest,
  ListTaskDefinitionFamiliesResponse,
} from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { page } from '../pages.ts'
import { ecs } from '../store.ts'

/** A family is ACTIVE while it has an ACTIVE revision. */
export const listTaskDefinitionFamilies: Operation<
  ListTaskDefinitionFamiliesRequest,
  ListTaskDefinitionFamiliesResponse
> = (input, { scope }) => {
  const documents = ecs(scope).taskDefinitions.values()
  const active = new Set(documents.filter(({ status }) => status === 'ACTIVE').map(({ family }) => family))
  const status = input.status ?? 'ALL'
  const families = [...new Set(documents.map(({ family }) => family))]
    .filter(family => status === 'ALL' || active.has(family) === (status === 'ACTIVE'))
    .filter(family => family.startsWith(input.familyPrefix ?? ''))
    .sort()
  const { items, ...rest } = page(families, input)
  return { families: items, ...rest }
}
