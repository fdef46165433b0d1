import type { GetLifecyclePolicyRequest, GetLifecyclePolicyResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { requestedRepository } from '../repositories.ts'
import { lifecyclePolicyOf } from '../repository-parts.ts'

/** The rules by which images expire, and when they were last applied. */
export const getLifecyclePolicy: Operation<GetLifecyclePolicyRequest, GetLifecyclePolicyResponse> = (
  input,
  context,
) => {
  const { scope, repository } = requestedRepository(input, context, 'GetLifecyclePolicy')
  const { text, lastEvaluatedAt } = lifecyclePolicyOf(repository)
  return {
    registryId: scope.accountId,
    repositoryName: repository.repositoryName,
    lifecyclePolicyText: text,
    ...(lastEvaluatedAt !== undefined && { lastEvaluatedAt: new Date(lastEvaluatedAt) }),
  }
}
