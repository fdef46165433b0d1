import type { DeleteAccessPointRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { findAccessPoint } from '../file-systems.ts'
import { efs } from '../store.ts'

/** Deletes an access point; the files stay. */
export const deleteAccessPoint: Operation<DeleteAccessPointRequest, object> = (input, { scope }) => {
  efs(scope).accessPoints.delete(findAccessPoint(scope, input.AccessPointId).id)
  return {}
}
