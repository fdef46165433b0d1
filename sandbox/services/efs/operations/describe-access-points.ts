import type { DescribeAccessPointsRequest, DescribeAccessPointsResponse } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { badRequest } from '../errors.ts'
import { findAccessPoint, findFileSystem } from '../file-systems.ts'
import { page } from '../pages.ts'
import { shownAccessPoint } from '../shown.ts'
import { efs } from '../store.ts'

/** The account's access points, those of a file system, or one of them. */
export const describeAccessPoints: Operation<DescribeAccessPointsRequest, DescribeAccessPointsResponse> = (
  input,
  { sandbox, scope },
) => {
  const { AccessPointId, FileSystemId } = input
  if (AccessPointId !== undefined && FileSystemId !== undefined) {
    throw badRequest('Give either AccessPointId or FileSystemId, not both.')
  }
  const fileSystemId = FileSystemId === undefined ? undefined : findFileSystem(scope, FileSystemId).id
  const all =
    AccessPointId === undefined ? efs(scope).accessPoints.values() : [findAccessPoint(scope, AccessPointId)]
  const found = all
    .filter(point => fileSystemId === undefined || point.fileSystemId === fileSystemId)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const { items, next } = page(found, input.NextToken, input.MaxResults)
  return {
    AccessPoints: items.map(point => shownAccessPoint(sandbox, scope, point)),
    ...(next !== undefined && { NextToken: next }),
  }
}
