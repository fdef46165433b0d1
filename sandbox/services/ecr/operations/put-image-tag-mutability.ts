import type { PutImageTagMutabilityRequest, PutImageTagMutabilityResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { requestedRepository } from '../repositories.ts'
import { ecr } from '../store.ts'
import { checkedMutability } from '../tag-mutability.ts'

/** Whether a tag may be moved to another image. */
export const putImageTagMutability: Operation<PutImageTagMutabilityRequest, PutImageTagMutabilityResponse> = (
  input,
  context,
) => {
  const { scope, repository } = requestedRepository(input, context, 'PutImageTagMutability')
  const { repositoryName } = repository
  const mutability = checkedMutability(input)
  const { imageTagMutabilityExclusionFilters: _former, ...rest } = repository
  ecr(scope).repositories.put(repositoryName, { ...rest, ...mutability })
  return { registryId: scope.accountId, repositoryName, ...mutability }
}
