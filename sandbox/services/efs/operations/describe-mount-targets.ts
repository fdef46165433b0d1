import type { DescribeMountTargetsRequest, DescribeMountTargetsResponse } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { badRequest } from '../errors.ts'
import { findAccessPoint, findFileSystem, findMountTarget, mountTargetsOf } from '../file-systems.ts'
import { page } from '../pages.ts'
import { shownMountTarget } from '../shown.ts'

/** The mount targets of a file system or of an access point's, or one of them. */
export const describeMountTargets: Operation<DescribeMountTargetsRequest, DescribeMountTargetsResponse> = (
  input,
  context,
) => {
  const { sandbox, scope } = context
  const { FileSystemId, MountTargetId, AccessPointId, Marker } = input
  if ([FileSystemId, MountTargetId, AccessPointId].filter(id => id !== undefined).length !== 1) {
    throw badRequest('Must specify exactly one mutually exclusive parameter.')
  }
  const found =
    MountTargetId !== undefined
      ? [findMountTarget(context, MountTargetId)]
      : mountTargetsOf(
          sandbox,
          scope,
          AccessPointId === undefined
            ? findFileSystem(scope, FileSystemId).id
            : findAccessPoint(scope, AccessPointId).fileSystemId,
        )
  const { items, next } = page(
    found.sort((a, b) => (a.zone < b.zone ? -1 : 1)),
    Marker,
    input.MaxItems,
  )
  return {
    MountTargets: items.map(target => shownMountTarget(sandbox, scope, target)),
    ...(Marker !== undefined && { Marker }),
    ...(next !== undefined && { NextMarker: next }),
  }
}
