import type { DeleteRepositoryPolicyRequest, DeleteRepositoryPolicyResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { requestedRepository } from '../repositories.ts'
import { policyTextOf } from '../repository-parts.ts'
import { ecr } from '../store.ts'

/** From now on the account's own policies alone decide. */
export const deleteRepositoryPolicy: Operation<
  DeleteRepositoryPolicyRequest,
  DeleteRepositoryPolicyResponse
> = (input, context) => {
  const { scope, repository } = requestedRepository(input, context, 'DeleteRepositoryPolicy')
  const { repositoryName } = repository
  const policyText = policyTextOf(repository)
  const { policyText: _former, ...rest } = repository
  ecr(scope).repositories.put(repositoryName, rest)
  return { registryId: scope.accountId, repositoryName, policyText }
}
