import {
  type CreateRepositoryRequest,
  type CreateRepositoryResponse,
  RepositoryAlreadyExistsException,
} from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { invalidParameter, thrown } from '../errors.ts'
import { lifecycleRuns } from '../lifecycle-runs.ts'
import { checkRepositoryName, repositoryArn, shownRepository } from '../repositories.ts'
import { ecr, type RepositoryDocument } from '../store.ts'
import { checkedMutability } from '../tag-mutability.ts'
import { withTags } from '../tags.ts'

/** Makes a repository in the caller's own registry. */
export const createRepository: Operation<CreateRepositoryRequest, CreateRepositoryResponse> = (
  input,
  { accountId, sandbox, scope },
) => {
  const { repositoryName = '', registryId = accountId, encryptionConfiguration } = input
  checkRepositoryName(repositoryName)
  if (registryId !== accountId)
    throw invalidParameter('registryId', 'Repositories are made in your own registry')
  const mutability = checkedMutability(input)
  const { encryptionType = 'AES256', kmsKey } = encryptionConfiguration ?? {}
  if (!['AES256', 'KMS', 'KMS_DSSE'].includes(encryptionType)) {
    throw invalidParameter('encryptionType', 'Member must satisfy enum value set: [KMS, KMS_DSSE, AES256]')
  }
  const { repositories } = ecr(scope)
  if (repositories.has(repositoryName)) {
    throw thrown(
      RepositoryAlreadyExistsException,
      `The repository with name '${repositoryName}' already exists in the registry with id '${accountId}'`,
    )
  }
  const repository: RepositoryDocument = {
    repositoryName,
    repositoryArn: repositoryArn(scope, repositoryName),
    createdAt: sandbox.clock.now(),
    ...mutability,
    scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    encryptionConfiguration: { encryptionType, ...(kmsKey && { kmsKey }) },
    tags: withTags([], input.tags),
  }
  repositories.put(repositoryName, repository)
  lifecycleRuns(sandbox).watch(accountId)
  return { repository: shownRepository(sandbox.config.endpoint, scope, repository) }
}
