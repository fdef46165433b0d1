import type { LifecyclePolicyPreviewResult } from '@aws-sdk/client-ecr'
import type { Cancel } from '../../clock.ts'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { deleteImage, findImage, imagesOf, tagsByDigest } from './images.ts'
import { scopesOf, sweep } from './layers.ts'
import { expiredImages } from './lifecycle-evaluation.ts'
import { parseLifecyclePolicy } from './lifecycle-policy.ts'
import { ecr, type RepositoryDocument } from './store.ts'

/** AWS promises that an image expires within 24 hours; here policies are looked at every hour of the account's time. */
const INTERVAL_MS = 3600 * 1000

/** Images that a policy would expire now. */
export function evaluatePolicy(
  sandbox: Sandbox,
  scope: Scope,
  repositoryName: string,
  text: string,
): LifecyclePolicyPreviewResult[] {
  const tags = tagsByDigest(scope, repositoryName)
  const images = imagesOf(scope, repositoryName).map(image => ({
    ...image,
    tags: tags.get(image.imageDigest) ?? [],
  }))
  return expiredImages(parseLifecyclePolicy(text), images, sandbox.clock.time(scope.accountId))
}

/** Evaluates every policy of an account, deletes what has expired, and sweeps what was never finished. */
export function runPolicies(sandbox: Sandbox, accountId: string): void {
  for (const scope of scopesOf(sandbox, accountId)) {
    for (const repository of ecr(scope).repositories.values()) runPolicy(sandbox, scope, repository)
  }
  sweep(sandbox, accountId)
}

function runPolicy(sandbox: Sandbox, scope: Scope, repository: RepositoryDocument): void {
  const { repositoryName, lifecyclePolicy } = repository
  if (!lifecyclePolicy) return
  const expired = evaluatePolicy(sandbox, scope, repositoryName, lifecyclePolicy.text)
  for (const { imageDigest } of expired) {
    const image = imageDigest && findImage(scope, repositoryName, { imageDigest })
    if (image) deleteImage(sandbox, scope, image)
  }
  const lastEvaluatedAt = sandbox.clock.now()
  ecr(scope).repositories.put(repositoryName, {
    ...repository,
    lifecyclePolicy: { ...lifecyclePolicy, lastEvaluatedAt },
  })
}

/** The hourly run of each account that has repositories. */
export class LifecycleRuns {
  readonly #sandbox: Sandbox
  readonly #timers = new Map<string, Cancel>()

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox
  }

  /** Sees to it that the account is looked at from now on. */
  watch(accountId: string): void {
    if (this.#timers.has(accountId)) return
    const cancel = this.#sandbox.clock.after(accountId, INTERVAL_MS, () => {
      this.#timers.delete(accountId)
      try {
        runPolicies(this.#sandbox, accountId)
      } catch (error) {
        this.#sandbox.log.error({ accountId, err: error }, 'lifecycle policies could not be run')
      }
      if (hasRepositories(this.#sandbox, accountId)) this.watch(accountId)
    })
    this.#timers.set(accountId, cancel)
  }

  stop(): void {
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
  }
}

function hasRepositories(sandbox: Sandbox, accountId: string): boolean {
  return scopesOf(sandbox, accountId).some(scope => ecr(scope).repositories.size > 0)
}

const runs = new WeakMap<Sandbox, LifecycleRuns>()

/** The one of this practice account. */
export function lifecycleRuns(sandbox: Sandbox): LifecycleRuns {
  let found = runs.get(sandbox)
  if (!found) runs.set(sandbox, (found = new LifecycleRuns(sandbox)))
  return found
}
