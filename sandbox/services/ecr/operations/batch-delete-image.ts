import type { BatchDeleteImageRequest, BatchDeleteImageResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { idFault } from '../image-ids.ts'
import { deleteImage, findImage, indexListing, tagsByDigest } from '../images.ts'
import { requestedRepository } from '../repositories.ts'
import { ecr, tagKey } from '../store.ts'

/** Deletes images by digest, or takes tags off them: the last tag takes the image along. */
export const batchDeleteImage: Operation<BatchDeleteImageRequest, BatchDeleteImageResponse> = (
  input,
  context,
) => {
  const { scope, repository } = requestedRepository(input, context, 'BatchDeleteImage')
  const { repositoryName } = repository
  const answer: Required<BatchDeleteImageResponse> = { imageIds: [], failures: [] }
  for (const imageId of input.imageIds ?? []) {
    const failure = idFault(scope, repositoryName, imageId)
    const image = failure ? undefined : findImage(scope, repositoryName, imageId)
    if (!image) {
      if (failure) answer.failures.push(failure)
      continue
    }
    const { imageDigest } = image
    const tags = tagsByDigest(scope, repositoryName).get(imageDigest) ?? []
    if (imageId.imageTag !== undefined && tags.length > 1) {
      ecr(scope).tags.delete(tagKey(repositoryName, imageId.imageTag))
      answer.imageIds.push({ imageDigest, imageTag: imageId.imageTag })
      continue
    }
    const index = indexListing(scope, repositoryName, imageDigest)
    if (index) {
      answer.failures.push({
        imageId,
        failureCode: 'ImageReferencedByManifestList',
        failureReason: `Requested image referenced by manifest list: [${index.imageDigest}]`,
      })
      continue
    }
    deleteImage(context.sandbox, scope, image)
    answer.imageIds.push(
      ...(tags.length > 0 ? tags.map(imageTag => ({ imageDigest, imageTag })) : [{ imageDigest }]),
    )
  }
  return answer
}
