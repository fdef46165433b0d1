import { arn } from '../../ids.ts'
import type { Service } from '../../gateway/service.ts'

/** Amazon Elastic File System. */
export const service: Service = {
  id: 'efs',
  signingName: 'elasticfilesystem',
  client: () => import('@aws-sdk/client-efs'),
  serviceLinkedRole: { principal: 'elasticfilesystem.amazonaws.com', operations: ['CreateMountTarget'] },
  resourceArn: (_operation, input, { accountId, region, store }) => {
    const scope = store.scope(accountId, region)
    const { AccessPointId, FileSystemId, ResourceId } = input as Record<string, string | undefined>
    const id = AccessPointId ?? FileSystemId ?? ResourceId
    if (id === undefined) return undefined
    if (id.startsWith('arn:')) return id
    const kind = id.startsWith('fsap-') ? 'access-point' : 'file-system'
    return arn(scope, 'elasticfilesystem', `${kind}/${id}`)
  },
}
