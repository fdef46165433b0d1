import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { evaluatePolicy } from './lifecycle-runs.ts'
import { previewOf } from './repository-parts.ts'
import { ecr, type PreviewDocument, type RepositoryDocument } from './store.ts'

/** A preview is in progress for so long, in the account's own time. */
const PREVIEW_MS = 5000

/** The preview, with its results as soon as its time has come. Throws LifecyclePolicyPreviewNotFoundException. */
export function settledPreview(
  sandbox: Sandbox,
  scope: Scope,
  repository: RepositoryDocument,
): PreviewDocument {
  const preview = previewOf(repository)
  if (preview.results || sandbox.clock.time(scope.accountId) - preview.startedTime < PREVIEW_MS)
    return preview
  const { repositoryName } = repository
  const settled = { ...preview, results: evaluatePolicy(sandbox, scope, repositoryName, preview.text) }
  ecr(scope).repositories.put(repositoryName, { ...repository, preview: settled })
  return settled
}
