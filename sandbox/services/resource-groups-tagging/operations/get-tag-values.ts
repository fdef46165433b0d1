import type { GetTagValuesInput, GetTagValuesOutput } from '@aws-sdk/client-resource-groups-tagging-api'
import type { Operation } from '../../../operation.ts'
import { pageAfter } from '../page.ts'
import { allTaggedResources } from '../resources.ts'

const PAGE = 1000

/** All values of a tag key in use in the region. */
export const getTagValues: Operation<GetTagValuesInput, GetTagValuesOutput> = async (input, { scope }) => {
  const tags = (await allTaggedResources(scope)).flatMap(resource => resource.tags)
  const values = [...new Set(tags.filter(({ Key }) => Key === input.Key).map(({ Value }) => Value))].sort()
  const { page, PaginationToken } = pageAfter(values, input.PaginationToken, PAGE, value => value)
  return { PaginationToken, TagValues: page }
}
