import type { SetRepositoryPolicyRequest, SetRepositoryPolicyResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { policyFault } from '../../iam/policy/policy-fault.ts'
import { invalidParameter } from '../errors.ts'
import { requestedRepository } from '../repositories.ts'
import { ecr } from '../store.ts'

/** Says who else may use a repository, and who may not. */
export const setRepositoryPolicy: Operation<SetRepositoryPolicyRequest, SetRepositoryPolicyResponse> = (
  input,
  context,
) => {
  const { scope, repository } = requestedRepository(input, context, 'SetRepositoryPolicy')
  const { policyText = '' } = input
  // Like a trust policy, it names principals and no resource: its resource is the repository.
  if (policyFault(policyText, 'trust') !== undefined) {
    throw invalidParameter('PolicyText', 'Invalid repository policy provided')
  }
  const { repositoryName } = repository
  ecr(scope).repositories.put(repositoryName, { ...repository, policyText })
  return { registryId: scope.accountId, repositoryName, policyText }
}
