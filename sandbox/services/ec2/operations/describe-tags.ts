import type { DescribeTagsRequest, DescribeTagsResult, TagDescription } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { page, refuseDryRun } from '../describe.ts'
import { applyFilters } from '../filters.ts'
import type { Fields } from '../filters.ts'
import { allTagged } from '../tags.ts'

const FIELDS: Fields<TagDescription> = {
  key: tag => tag.Key,
  value: tag => tag.Value,
  'resource-id': tag => tag.ResourceId,
  'resource-type': tag => tag.ResourceType,
}

/** All tags of the region, one entry a tag. */
export const describeTags: Operation<DescribeTagsRequest, DescribeTagsResult> = (input, { scope }) => {
  refuseDryRun(input)
  network(scope)
  const all = allTagged(scope).flatMap(({ Tags, ...resource }) => Tags.map(tag => ({ ...resource, ...tag })))
  const { found: Tags, ...rest } = page(
    applyFilters(all, input.Filters, FIELDS, tag => [tag]),
    input,
  )
  return { Tags, ...rest }
}
