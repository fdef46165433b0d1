import {
  LifecyclePolicyPreviewInProgressException,
  type StartLifecyclePolicyPreviewRequest,
  type StartLifecyclePolicyPreviewResponse,
} from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { thrown } from '../errors.ts'
import { parseLifecyclePolicy } from '../lifecycle-policy.ts'
import { settledPreview } from '../lifecycle-preview.ts'
import { requestedRepository } from '../repositories.ts'
import { lifecyclePolicyOf } from '../repository-parts.ts'
import { ecr } from '../store.ts'

/** Tries a lifecycle policy, the repository's own or another, without deleting anything. */
export const startLifecyclePolicyPreview: Operation<
  StartLifecyclePolicyPreviewRequest,
  StartLifecyclePolicyPreviewResponse
> = (input, context) => {
  const { sandbox } = context
  const { scope, repository } = requestedRepository(input, context, 'StartLifecyclePolicyPreview')
  const { repositoryName } = repository
  const text = input.lifecyclePolicyText ?? lifecyclePolicyOf(repository).text
  parseLifecyclePolicy(text)
  if (repository.preview && !settledPreview(sandbox, scope, repository).results) {
    throw thrown(
      LifecyclePolicyPreviewInProgressException,
      `The lifecycle policy preview for repository with name '${repositoryName}' in the registry with id '${scope.accountId}' has not completed`,
    )
  }
  const preview = { text, startedTime: sandbox.clock.time(scope.accountId) }
  ecr(scope).repositories.put(repositoryName, { ...repository, preview })
  return { registryId: scope.accountId, repositoryName, lifecyclePolicyText: text, status: 'IN_PROGRESS' }
}
