import type { DescribeFileSystemsRequest, DescribeFileSystemsResponse } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { badRequest } from '../errors.ts'
import { findFileSystem, shownFileSystem } from '../file-systems.ts'
import { page } from '../pages.ts'
import { efs } from '../store.ts'

/** The account's file systems, or the one of an id or creation token. */
export const describeFileSystems: Operation<DescribeFileSystemsRequest, DescribeFileSystemsResponse> = (
  input,
  { sandbox, scope },
) => {
  const { FileSystemId: id, CreationToken: token, Marker } = input
  if (id !== undefined && token !== undefined) {
    throw badRequest('Give either FileSystemId or CreationToken, not both.')
  }
  const all = id === undefined ? efs(scope).fileSystems.values() : [findFileSystem(scope, id)]
  const found = all
    .filter(({ creationToken }) => token === undefined || creationToken === token)
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  const { items, next } = page(found, Marker, input.MaxItems)
  return {
    FileSystems: items.map(one => shownFileSystem(sandbox, scope, one)),
    ...(Marker !== undefined && { Marker }),
    ...(next !== undefined && { NextMarker: next }),
  }
}
