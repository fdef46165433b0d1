import {
  ImageAlreadyExistsException,
  ImageDigestDoesNotMatchException,
  type PutImageRequest,
  type PutImageResponse,
} from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { thrown } from '../errors.ts'
import { findImage, putImage as put } from '../images.ts'
import { digestOf } from '../manifest.ts'
import { requestedRepository } from '../repositories.ts'

/** Puts a manifest, or another tag on an image that is there. */
export const putImage: Operation<PutImageRequest, PutImageResponse> = (input, context) => {
  const { scope, repository } = requestedRepository(input, context, 'PutImage')
  const { repositoryName } = repository
  const { imageManifest = '', imageManifestMediaType, imageTag } = input
  const imageDigest = digestOf(imageManifest)
  if (input.imageDigest !== undefined && input.imageDigest !== imageDigest) {
    throw thrown(
      ImageDigestDoesNotMatchException,
      `The image digest '${input.imageDigest}' does not match the digest '${imageDigest}' of the image manifest`,
    )
  }
  const imageId = { imageDigest, ...(imageTag !== undefined && { imageTag }) }
  if (findImage(scope, repositoryName, imageId)) {
    const tagged = imageTag === undefined ? '' : ` and tag '${imageTag}'`
    throw thrown(
      ImageAlreadyExistsException,
      `Image with digest '${imageDigest}'${tagged} already exists in the repository with name '${repositoryName}' in registry with id '${scope.accountId}'`,
    )
  }
  const image = put(context.sandbox, scope, repository, {
    text: imageManifest,
    mediaType: imageManifestMediaType,
    tag: imageTag,
  })
  return {
    image: {
      registryId: scope.accountId,
      repositoryName,
      imageId,
      imageManifest: image.manifest,
      imageManifestMediaType: image.mediaType,
    },
  }
}
