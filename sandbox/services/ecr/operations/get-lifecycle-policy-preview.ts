import type { GetLifecyclePolicyPreviewRequest, GetLifecyclePolicyPreviewResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { settledPreview } from '../lifecycle-preview.ts'
import { page } from '../pages.ts'
import { requestedRepository } from '../repositories.ts'

/** What a tried lifecycle policy would expire. */
export const getLifecyclePolicyPreview: Operation<
  GetLifecyclePolicyPreviewRequest,
  GetLifecyclePolicyPreviewResponse
> = (input, context) => {
  const { scope, repository } = requestedRepository(input, context, 'GetLifecyclePolicyPreview')
  const { text, results } = settledPreview(context.sandbox, scope, repository)
  const { imageIds = [], filter } = input
  const found = (results ?? [])
    .filter(
      ({ imageDigest, imageTags = [] }) =>
        imageIds.length === 0 ||
        imageIds.some(id =>
          id.imageDigest === undefined
            ? imageTags.includes(id.imageTag ?? '')
            : id.imageDigest === imageDigest,
        ),
    )
    .filter(({ imageTags = [] }) => {
      const { tagStatus = 'ANY' } = filter ?? {}
      return tagStatus === 'ANY' || (tagStatus === 'TAGGED') === imageTags.length > 0
    })
  const { items, nextToken } = page(found, input)
  return {
    registryId: scope.accountId,
    repositoryName: repository.repositoryName,
    lifecyclePolicyText: text,
    status: results ? 'COMPLETE' : 'IN_PROGRESS',
    ...(nextToken && { nextToken }),
    previewResults: items.map(item => ({
      ...item,
      ...(item.imagePushedAt && { imagePushedAt: new Date(item.imagePushedAt) }),
    })),
    summary: results ? { expiringImageTotalCount: results.length } : {},
  }
}
