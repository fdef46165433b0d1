import type { ImageIdentifier, ListImagesRequest, ListImagesResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { imagesOf, tagsByDigest } from '../images.ts'
import { page } from '../pages.ts'
import { requestedRepository } from '../repositories.ts'

/** Digests of a repository's images, once for each tag. */
export const listImages: Operation<ListImagesRequest, ListImagesResponse> = (input, context) => {
  const { scope, repository } = requestedRepository(input, context, 'ListImages')
  const { tagStatus = 'ANY' } = input.filter ?? {}
  const tags = tagsByDigest(scope, repository.repositoryName)
  const all = imagesOf(scope, repository.repositoryName).flatMap(({ imageDigest }): ImageIdentifier[] => {
    const tagged = tags.get(imageDigest)?.map(imageTag => ({ imageDigest, imageTag }))
    if (tagged) return tagStatus === 'UNTAGGED' ? [] : tagged
    return tagStatus === 'TAGGED' ? [] : [{ imageDigest }]
  })
  const { items, nextToken } = page(all, input)
  return { imageIds: items, ...(nextToken && { nextToken }) }
}
