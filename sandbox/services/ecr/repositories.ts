import type { Repository } from '@aws-sdk/client-ecr'
import { AwsError, type OperationContext } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { findCaller } from '../iam/caller.ts'
import { repositoryDenial } from './access.ts'
import { invalidParameter, repositoryNotFound } from './errors.ts'
import { repositoryUri } from './image-name.ts'
import { ecr, type RepositoryDocument } from './store.ts'

export const NAME_PATTERN = '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*'
const NAME = new RegExp(`^${NAME_PATTERN}$`)

export function repositoryArn(place: { accountId: string; region: string }, name: string): string {
  return `arn:aws:ecr:${place.region}:${place.accountId}:repository/${name}`
}

export function isRepositoryName(name: string): boolean {
  // The length comes first: the pattern takes its time over long names.
  return name.length >= 2 && name.length <= 256 && NAME.test(name)
}

/** Throws InvalidParameterException. */
export function checkRepositoryName(name: string): void {
  if (isRepositoryName(name)) return
  const text =
    name.length < 2
      ? 'Member must have length greater than or equal to 2'
      : name.length > 256
        ? 'Member must have length less than or equal to 256'
        : `must satisfy regular expression '${NAME_PATTERN}'`
  throw invalidParameter('repositoryName', text)
}

/** The registry's state: the caller's own, or that of the account that `registryId` names. */
export function registryScope(
  { registryId }: { registryId?: string | undefined },
  { scope, sandbox }: OperationContext,
): Scope {
  if (registryId === undefined || registryId === scope.accountId) return scope
  if (!/^\d{12}$/.test(registryId)) {
    throw invalidParameter('registryId', "must satisfy regular expression '[0-9]{12}'")
  }
  return sandbox.store.scope(registryId, scope.region)
}

/**
 * The repository that a request acts on. Its policy may deny what the caller's own policies allow, and has to allow what
 * another account asks. Throws RepositoryNotFoundException or AccessDeniedException.
 */
export function requestedRepository(
  input: { registryId?: string | undefined; repositoryName?: string | undefined },
  context: OperationContext,
  action: string,
): { scope: Scope; repository: RepositoryDocument } {
  const { sandbox, principal } = context
  const scope = registryScope(input, context)
  const name = input.repositoryName ?? ''
  const repository = ecr(scope).repositories.get(name)
  const caller = findCaller(sandbox.store, principal.accessKeyId)
  if (caller && sandbox.config.auth === 'on') {
    const denial = repositoryDenial(caller, {
      action: `ecr:${action}`,
      resource: repositoryArn(scope, name),
      policyText: repository?.policyText,
      now: sandbox.clock.now(),
    })
    if (denial !== undefined) throw new AwsError('AccessDeniedException', denial)
  }
  if (!repository) throw repositoryNotFound(name, scope.accountId)
  return { scope, repository }
}

/** Throws RepositoryNotFoundException. */
export function findRepository(scope: Scope, name: string): RepositoryDocument {
  const repository = ecr(scope).repositories.get(name)
  if (!repository) throw repositoryNotFound(name, scope.accountId)
  return repository
}

export function shownRepository(endpoint: string, scope: Scope, repository: RepositoryDocument): Repository {
  const { imageTagMutabilityExclusionFilters: filters } = repository
  return {
    repositoryArn: repository.repositoryArn,
    registryId: scope.accountId,
    repositoryName: repository.repositoryName,
    repositoryUri: repositoryUri(endpoint, scope, repository.repositoryName),
    createdAt: new Date(repository.createdAt),
    imageTagMutability: repository.imageTagMutability,
    ...(filters && { imageTagMutabilityExclusionFilters: filters }),
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: repository.encryptionConfiguration,
  }
}
