import type { Service } from '../../gateway/service.ts'
import { repositoryArn } from './repositories.ts'
import { ecr } from './store.ts'

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
  resourcePolicy: (_operation, input, { accountId, region, store }) => {
    const { repositoryName, registryId = accountId } = input as {
      repositoryName?: string
      registryId?: string
    }
    // Of another account's repository the operation itself asks: there both policies have to allow.
    if (repositoryName === undefined || registryId !== accountId) return undefined
    return ecr(store.scope(accountId, region)).repositories.get(repositoryName)?.policyText
  },
}
