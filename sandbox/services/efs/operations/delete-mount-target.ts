import type { DeleteMountTargetRequest } from '@aws-sdk/client-efs'
import type { Operation } from '../../../operation.ts'
import { deleteTaskInterface } from '../../ec2/network-interfaces.ts'
import { DELETING_MS, findMountTarget } from '../file-systems.ts'
import { efs } from '../store.ts'

/** Takes a file system's address out of a subnet. */
export const deleteMountTarget: Operation<DeleteMountTargetRequest, object> = (input, context) => {
  const { sandbox, scope, accountId } = context
  const target = findMountTarget(context, input.MountTargetId)
  if (target.goneAt !== undefined) return {}
  deleteTaskInterface(scope, target.networkInterfaceId)
  const goneAt = sandbox.clock.time(accountId) + DELETING_MS.mountTarget
  efs(scope).mountTargets.put(target.id, { ...target, goneAt })
  return {}
}
