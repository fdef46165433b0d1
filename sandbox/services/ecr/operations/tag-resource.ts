import type { TagResourceRequest, TagResourceResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { ecr } from '../store.ts'
import { taggedRepository, withTags } from '../tags.ts'

/** Puts tags on a repository. */
export const tagResource: Operation<TagResourceRequest, TagResourceResponse> = (input, context) => {
  const { scope, repository } = taggedRepository(input, context, 'TagResource')
  const tags = withTags(repository.tags, input.tags)
  ecr(scope).repositories.put(repository.repositoryName, { ...repository, tags })
  return {}
}
