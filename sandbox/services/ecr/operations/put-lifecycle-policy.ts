import type { PutLifecyclePolicyRequest, PutLifecyclePolicyResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { parseLifecyclePolicy } from '../lifecycle-policy.ts'
import { lifecycleRuns } from '../lifecycle-runs.ts'
import { requestedRepository } from '../repositories.ts'
import { ecr } from '../store.ts'

/** Puts the rules by which images expire; they are applied within the hour, in the account's time. */
export const putLifecyclePolicy: Operation<PutLifecyclePolicyRequest, PutLifecyclePolicyResponse> = (
  input,
  context,
) => {
  const { scope, repository } = requestedRepository(input, context, 'PutLifecyclePolicy')
  const { repositoryName } = repository
  const { lifecyclePolicyText = '' } = input
  parseLifecyclePolicy(lifecyclePolicyText)
  ecr(scope).repositories.put(repositoryName, {
    ...repository,
    lifecyclePolicy: { text: lifecyclePolicyText },
  })
  lifecycleRuns(context.sandbox).watch(scope.accountId)
  return { registryId: scope.accountId, repositoryName, lifecyclePolicyText }
}
