import type {
  GetServiceLinkedRoleDeletionStatusRequest,
  GetServiceLinkedRoleDeletionStatusResponse,
} from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { noSuchEntity } from '../errors.ts'
import { stateOf } from '../state.ts'

/** How far a deletion is: done, as the role is gone when its deletion is answered. */
export const getServiceLinkedRoleDeletionStatus: Operation<
  GetServiceLinkedRoleDeletionStatusRequest,
  GetServiceLinkedRoleDeletionStatusResponse
> = ({ DeletionTaskId = '' }, context) => {
  const name = /^task\/aws-service-role\/[^/]+\/([^/]+)\/[0-9a-f-]{36}$/.exec(DeletionTaskId)?.[1]
  if (name === undefined) throw noSuchEntity(`Deletion task ${DeletionTaskId} cannot be found.`)
  return { Status: stateOf(context).roles.has(name) ? 'FAILED' : 'SUCCEEDED' }
}
