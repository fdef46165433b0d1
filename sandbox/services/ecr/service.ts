import type { Service } from '../../gateway/service.ts'
import { repositoryArn } from './repositories.ts'

/** Amazon Elastic Container Registry; `dataplane/registry` speaks docker's protocol over the same state. */
export const service: Service = {
  id: 'ecr',
  signingName: 'ecr',
  client: () => import('@aws-sdk/client-ecr'),
  resourceArn: (_operation, input, { accountId, region }) => {
    const { resourceArn, repositoryName, repositoryNames, registryId } = input as {
      resourceArn?: string
      repositoryName?: string
      repositoryNames?: string[]
      registryId?: string
    }
    if (resourceArn) return resourceArn
    const name = repositoryName ?? (repositoryNames?.length === 1 ? repositoryNames[0] : undefined)
    if (name === undefined)
      return repositoryNames ? `arn:aws:ecr:${region}:${accountId}:repository/*` : undefined
    return repositoryArn({ accountId: registryId ?? accountId, region }, name)
  },
}
