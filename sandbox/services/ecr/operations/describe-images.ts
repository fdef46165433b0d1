import type { DescribeImagesRequest, DescribeImagesResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { imageNotFound, invalidParameter } from '../errors.ts'
import { findImage, imageDetail, imagesOf, tagsByDigest } from '../images.ts'
import { page } from '../pages.ts'
import { requestedRepository } from '../repositories.ts'

/** Images with tags, sizes and times; all of a repository, or those that are named. */
export const describeImages: Operation<DescribeImagesRequest, DescribeImagesResponse> = (input, context) => {
  const { scope, repository } = requestedRepository(input, context, 'DescribeImages')
  const { repositoryName } = repository
  const { imageIds = [], filter } = input
  const tags = tagsByDigest(scope, repositoryName)
  const shown = (image: Parameters<typeof imageDetail>[1]) =>
    imageDetail(scope.accountId, image, tags.get(image.imageDigest))
  if (imageIds.length > 0) {
    if (input.nextToken !== undefined || input.maxResults !== undefined) {
      throw invalidParameter('imageIds', 'Images cannot be named together with nextToken or maxResults')
    }
    const found = imageIds.map(id => {
      const image = findImage(scope, repositoryName, id)
      if (!image) throw imageNotFound(id, repositoryName, scope.accountId)
      return image
    })
    return { imageDetails: [...new Set(found)].map(shown) }
  }
  const { tagStatus = 'ANY', imageStatus = 'ACTIVE' } = filter ?? {}
  const all = imagesOf(scope, repositoryName)
    .filter(({ imageDigest }) => tagStatus === 'ANY' || (tagStatus === 'TAGGED') === tags.has(imageDigest))
    .filter(() => imageStatus === 'ACTIVE' || imageStatus === 'ANY')
  const { items, nextToken } = page(all, input)
  return { imageDetails: items.map(shown), ...(nextToken && { nextToken }) }
}
