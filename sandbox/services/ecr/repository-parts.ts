import {
  LifecyclePolicyNotFoundException,
  LifecyclePolicyPreviewNotFoundException,
  RepositoryPolicyNotFoundException,
} from '@aws-sdk/client-ecr'
import { thrown } from './errors.ts'
import type { LifecyclePolicyDocument, PreviewDocument, RepositoryDocument } from './store.ts'

/** Throws LifecyclePolicyNotFoundException. */
export function lifecyclePolicyOf(repository: RepositoryDocument): LifecyclePolicyDocument {
  if (repository.lifecyclePolicy) return repository.lifecyclePolicy
  throw thrown(
    LifecyclePolicyNotFoundException,
    `Lifecycle policy does not exist for the ${named(repository)}`,
  )
}

/** Throws LifecyclePolicyPreviewNotFoundException. */
export function previewOf(repository: RepositoryDocument): PreviewDocument {
  if (repository.preview) return repository.preview
  throw thrown(
    LifecyclePolicyPreviewNotFoundException,
    `Lifecycle policy preview does not exist for the ${named(repository)}`,
  )
}

/** Throws RepositoryPolicyNotFoundException. */
export function policyTextOf(repository: RepositoryDocument): string {
  if (repository.policyText !== undefined) return repository.policyText
  throw thrown(
    RepositoryPolicyNotFoundException,
    `Repository policy does not exist for the ${named(repository)}`,
  )
}

function named({ repositoryName, repositoryArn }: RepositoryDocument): string {
  return `repository with name '${repositoryName}' in the registry with id '${repositoryArn.split(':')[4]}'`
}
