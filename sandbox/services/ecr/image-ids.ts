import type { ImageFailure, ImageFailureCode, ImageIdentifier } from '@aws-sdk/client-ecr'
import type { Scope } from '../../store/store.ts'
import { findImage } from './images.ts'
import { DIGEST } from './manifest.ts'
import { ecr, tagKey } from './store.ts'

/** Why the images of a batch request do not have this one; undefined when it is there. */
export function idFault(
  scope: Scope,
  repositoryName: string,
  imageId: ImageIdentifier,
): ImageFailure | undefined {
  const { imageDigest, imageTag } = imageId
  const failure = (failureCode: ImageFailureCode, failureReason: string): ImageFailure => ({
    imageId,
    failureCode,
    failureReason,
  })
  if (imageDigest === undefined && imageTag === undefined) {
    return failure('MissingDigestAndTag', 'Invalid request parameters: both tag and digest cannot be null')
  }
  if (imageDigest !== undefined && !DIGEST.test(imageDigest)) {
    return failure(
      'InvalidImageDigest',
      "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
    )
  }
  if (findImage(scope, repositoryName, imageId)) return undefined
  const both = imageDigest !== undefined && imageTag !== undefined
  if (both && ecr(scope).tags.has(tagKey(repositoryName, imageTag))) {
    return failure(
      'ImageTagDoesNotMatchDigest',
      'Requested image tag does not match the requested image digest',
    )
  }
  return failure('ImageNotFound', 'Requested image not found')
}
