import {
  AccessPointAlreadyExists,
  type AccessPointDescription,
  type CreateAccessPointRequest,
} from '@aws-sdk/client-efs'
import { randomUUID } from 'node:crypto'
import type { Operation } from '../../../operation.ts'
import { newId } from '../../ec2/store.ts'
import { badRequest } from '../errors.ts'
import { CREATING_MS, findFileSystem } from '../file-systems.ts'
import { shownAccessPoint } from '../shown.ts'
import { type AccessPointDocument, efs } from '../store.ts'
import { withTags } from '../tags.ts'

const LARGEST_ID = 2 ** 32 - 1

/** Makes a door to a folder of a file system, through which everybody comes as one POSIX user. */
export const createAccessPoint: Operation<CreateAccessPointRequest, AccessPointDescription> = (
  input,
  { sandbox, scope, accountId },
) => {
  const fileSystem = findFileSystem(scope, input.FileSystemId)
  const { ClientToken = randomUUID(), PosixUser } = input
  const { Path = '/', CreationInfo } = input.RootDirectory ?? {}
  if (!/^(\/|(\/(?!\.\.?(\/|$))[^$#<>;`|&?{}^*/\n]+){1,4})$/.test(Path) || Path.length > 100) {
    throw badRequest(
      `The root directory ${JSON.stringify(Path)} is not valid: it begins with a slash and has four levels at most.`,
    )
  }
  for (const id of [PosixUser?.Uid, PosixUser?.Gid, CreationInfo?.OwnerUid, CreationInfo?.OwnerGid]) {
    if (id !== undefined && !(Number.isInteger(id) && id >= 0 && id <= LARGEST_ID)) {
      throw badRequest(`POSIX ids are whole numbers from 0 to ${LARGEST_ID}; got ${id}.`)
    }
  }
  if (CreationInfo && !/^[0-7]{3,4}$/.test(CreationInfo.Permissions ?? '')) {
    throw badRequest('Permissions are three or four octal digits, such as 0755.')
  }
  const tags = withTags([], input.Tags)
  const { accessPoints } = efs(scope)
  const same = accessPoints.values().find(({ clientToken }) => clientToken === ClientToken)
  if (same) {
    throw new AccessPointAlreadyExists({
      message: `Access point already exists with client token '${ClientToken}'`,
      ErrorCode: 'AccessPointAlreadyExists',
      AccessPointId: same.id,
      $metadata: {},
    })
  }
  const point: AccessPointDocument = {
    id: newId('fsap'),
    fileSystemId: fileSystem.id,
    clientToken: ClientToken,
    ...(PosixUser && { posixUser: PosixUser }),
    rootDirectory: { Path, ...(CreationInfo && { CreationInfo }) },
    availableAt: sandbox.clock.time(accountId) + CREATING_MS.accessPoint,
    tags,
  }
  accessPoints.put(point.id, point)
  return shownAccessPoint(sandbox, scope, point)
}
