import type { GetTagKeysInput, GetTagKeysOutput } from '@aws-sdk/client-resource-groups-tagging-api'
import type { Operation } from '../../../operation.ts'
import { pageAfter } from '../page.ts'
import { allTaggedResources } from '../resources.ts'

const PAGE = 1000

/** All tag keys in use in the region. */
export const getTagKeys: Operation<GetTagKeysInput, GetTagKeysOutput> = async (input, { scope }) => {
  const resources = await allTaggedResources(scope)
  const keys = [...new Set(resources.flatMap(({ tags }) => tags.map(({ Key }) => Key)))].sort()
  const { page, PaginationToken } = pageAfter(keys, input.PaginationToken, PAGE, key => key)
  return { PaginationToken, TagKeys: page }
}
