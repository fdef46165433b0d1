import {
  type GetResourcesInput,
  type GetResourcesOutput,
  InvalidParameterException,
} from '@aws-sdk/client-resource-groups-tagging-api'
import type { Operation } from '../../../operation.ts'
import { hasTags, isOfType } from '../filters.ts'
import { pageAfter } from '../page.ts'
import { allTaggedResources } from '../resources.ts'

/** Finds resources of every service by tags, types or ARNs. */
export const getResources: Operation<GetResourcesInput, GetResourcesOutput> = async (input, { scope }) => {
  const { TagFilters, ResourceTypeFilters, ResourceARNList, PaginationToken, ResourcesPerPage = 100 } = input
  if (ResourcesPerPage < 1 || ResourcesPerPage > 100) {
    throw invalid(`ResourcesPerPage must be between 1 and 100; got ${ResourcesPerPage}.`)
  }
  if (ResourceARNList && (TagFilters ?? ResourceTypeFilters)) {
    throw invalid('ResourceARNList cannot be combined with TagFilters or ResourceTypeFilters.')
  }
  const found = (await allTaggedResources(scope)).filter(
    resource =>
      hasTags(resource, TagFilters) &&
      isOfType(resource, ResourceTypeFilters) &&
      (!ResourceARNList || ResourceARNList.includes(resource.arn)),
  )
  const { page, PaginationToken: next } = pageAfter(
    found,
    PaginationToken,
    ResourcesPerPage,
    ({ arn }) => arn,
  )
  return {
    PaginationToken: next,
    ResourceTagMappingList: page.map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tags })),
  }
}

function invalid(message: string): InvalidParameterException {
  return new InvalidParameterException({ message, $metadata: {} })
}
