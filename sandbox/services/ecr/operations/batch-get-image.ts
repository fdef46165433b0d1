import type { BatchGetImageRequest, BatchGetImageResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { idFault } from '../image-ids.ts'
import { findImage, notePull } from '../images.ts'
import { requestedRepository } from '../repositories.ts'

/** Manifests of images. */
export const batchGetImage: Operation<BatchGetImageRequest, BatchGetImageResponse> = (input, context) => {
  const { scope, repository } = requestedRepository(input, context, 'BatchGetImage')
  const { repositoryName } = repository
  const answer: Required<BatchGetImageResponse> = { images: [], failures: [] }
  for (const imageId of input.imageIds ?? []) {
    const failure = idFault(scope, repositoryName, imageId)
    const image = failure ? undefined : findImage(scope, repositoryName, imageId)
    if (!image) {
      if (failure) answer.failures.push(failure)
      continue
    }
    notePull(context.sandbox, scope, image)
    answer.images.push({
      registryId: scope.accountId,
      repositoryName,
      imageId: {
        imageDigest: image.imageDigest,
        ...(imageId.imageTag !== undefined && { imageTag: imageId.imageTag }),
      },
      imageManifest: image.manifest,
      imageManifestMediaType: image.mediaType,
    })
  }
  return answer
}
