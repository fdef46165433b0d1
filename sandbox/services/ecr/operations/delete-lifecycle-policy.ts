import type { DeleteLifecyclePolicyRequest, DeleteLifecyclePolicyResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { requestedRepository } from '../repositories.ts'
import { lifecyclePolicyOf } from '../repository-parts.ts'
import { ecr } from '../store.ts'

/** From now on no image expires. */
export const deleteLifecyclePolicy: Operation<DeleteLifecyclePolicyRequest, DeleteLifecyclePolicyResponse> = (
  input,
  context,
) => {
  const { scope, repository } = requestedRepository(input, context, 'DeleteLifecyclePolicy')
  const { text, lastEvaluatedAt } = lifecyclePolicyOf(repository)
  const { lifecyclePolicy: _former, ...rest } = repository
  ecr(scope).repositories.put(repository.repositoryName, rest)
  return {
    registryId: scope.accountId,
    repositoryName: repository.repositoryName,
    lifecyclePolicyText: text,
    ...(lastEvaluatedAt !== undefined && { lastEvaluatedAt: new Date(lastEvaluatedAt) }),
  }
}
