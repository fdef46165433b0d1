import type { GetRepositoryPolicyRequest, GetRepositoryPolicyResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { requestedRepository } from '../repositories.ts'
import { policyTextOf } from '../repository-parts.ts'

/** The policy of a repository, as it was put. */
export const getRepositoryPolicy: Operation<GetRepositoryPolicyRequest, GetRepositoryPolicyResponse> = (
  input,
  context,
) => {
  const { scope, repository } = requestedRepository(input, context, 'GetRepositoryPolicy')
  const policyText = policyTextOf(repository)
  return { registryId: scope.accountId, repositoryName: repository.repositoryName, policyText }
}
