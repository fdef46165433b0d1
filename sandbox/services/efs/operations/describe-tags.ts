import type { DescribeTagsRequest, DescribeTagsResponse } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { findFileSystem } from '../file-systems.ts'
import { page } from '../pages.ts'

/** The tags of a file system, by the older call. */
export const describeTags: Operation<DescribeTagsRequest, DescribeTagsResponse> = (input, { scope }) => {
  const { items, next } = page(findFileSystem(scope, input.FileSystemId).tags, input.Marker, input.MaxItems)
  return {
    Tags: items,
    ...(input.Marker !== undefined && { Marker: input.Marker }),
    ...(next !== undefined && { NextMarker: next }),
  }
}
