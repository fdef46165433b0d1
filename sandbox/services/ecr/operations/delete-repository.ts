import {
  type DeleteRepositoryRequest,
  type DeleteRepositoryResponse,
  RepositoryNotEmptyException,
} from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { thrown } from '../errors.ts'
import { imagesOf } from '../images.ts'
import { freeLayers } from '../layers.ts'
import { requestedRepository, shownRepository } from '../repositories.ts'
import { digestKey, ecr, tagKey } from '../store.ts'

/** Deletes a repository; with `force` also its images. Layers that no other repository has are freed. */
export const deleteRepository: Operation<DeleteRepositoryRequest, DeleteRepositoryResponse> = (
  input,
  context,
) => {
  const { scope, repository } = requestedRepository(input, context, 'DeleteRepository')
  const { repositoryName } = repository
  const found = imagesOf(scope, repositoryName)
  if (found.length > 0 && !input.force) {
    throw thrown(
      RepositoryNotEmptyException,
      `The repository with name '${repositoryName}' in registry with id '${scope.accountId}' cannot be deleted because it still contains images`,
    )
  }
  const { repositories, images, tags, layers, uploads } = ecr(scope)
  const own = <T extends { repositoryName: string }>(entries: T[]) =>
    entries.filter(entry => entry.repositoryName === repositoryName)
  for (const { imageTag } of own(tags.values())) tags.delete(tagKey(repositoryName, imageTag))
  for (const { imageDigest } of found) images.delete(digestKey(repositoryName, imageDigest))
  for (const { id } of own(uploads.values())) uploads.delete(id)
  repositories.delete(repositoryName)
  const digests = own(layers.values()).map(({ digest }) => digest)
  freeLayers(context.sandbox, scope, repositoryName, digests)
  return { repository: shownRepository(context.sandbox.config.endpoint, scope, repository) }
}
