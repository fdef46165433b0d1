import type { UntagResourceRequest, UntagResourceResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { ecr } from '../store.ts'
import { taggedRepository } from '../tags.ts'

/** Takes tags off a repository. */
export const untagResource: Operation<UntagResourceRequest, UntagResourceResponse> = (input, context) => {
  const { scope, repository } = taggedRepository(input, context, 'UntagResource')
  const tags = repository.tags.filter(({ Key = '' }) => !input.tagKeys?.includes(Key))
  ecr(scope).repositories.put(repository.repositoryName, { ...repository, tags })
  return {}
}
