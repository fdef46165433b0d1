import { randomUUID } from 'node:crypto'
import type { Sandbox } from '../../operation.ts'
import { PullError, type Runtime } from '../../runtime/runtime.ts'
import { denialOf, type EcrCaller } from './access.ts'
import { roleCaller, signToken } from './authorization-token.ts'
import { type EcrImageName, parseImageName, registryHost, repositoryUri } from './image-name.ts'
import { findImage } from './images.ts'
import { repositoryArn } from './repositories.ts'
import { ecr } from './store.ts'

/** An image that a task needs, and as whom it asks for it. */
export interface WantedImage {
  image: string
  taskId: string
  executionRoleArn: string | undefined
}

/** How long the password that the container engine gets is valid. */
const PULL_VALID_MS = 3600 * 1000

/**
 * Makes a task's image ready: out of this registry with the leave of the task's execution role where its name is one of it, else
 * as the runtime does. Throws an error whose message is the task's stoppedReason.
 */
export async function pullImage(
  sandbox: Sandbox,
  runtime: Pick<Runtime, 'pull'>,
  wanted: WantedImage,
): Promise<{ digest?: string }> {
  const { image } = wanted
  const name = ownImageName(sandbox, image)
  if (!name) return runtime.pull(image)
  const role = checkLeave(sandbox, wanted, name)
  const { accountId, region, repositoryName, tag, digest } = name
  const id = digest === undefined ? { imageTag: tag } : { imageDigest: digest }
  const found = findImage(sandbox.store.scope(accountId, region), repositoryName, id)
  if (!found) throw new PullError(image)
  const reference = engineImage(sandbox, image, found.imageDigest)
  const expiresAt = sandbox.clock.now() + PULL_VALID_MS
  const password = signToken(sandbox, { accountId, region, expiresAt, ...(role && { role }) })
  try {
    await runtime.pull(reference, { username: 'AWS', password })
  } catch (error) {
    const { advice, cause } = error as Partial<PullError>
    const reason = cause instanceof Error ? cause.message : String(cause ?? error)
    throw new PullError(
      image,
      advice?.replaceAll(reference, image) ||
        `The image is in the practice account's registry, but Docker Engine could not pull it from ${registryHost(sandbox.config.endpoint)}: ${reason}`,
      error,
    )
  }
  return { digest: found.imageDigest }
}

/** How the container engine knows an image of this registry: by its digest, so that a tag that moved meanwhile changes nothing. */
export function engineImage(sandbox: Sandbox, image: string, digest: string | undefined): string {
  const name = ownImageName(sandbox, image)
  if (!name || digest === undefined) return image
  return `${repositoryUri(sandbox.config.endpoint, name, name.repositoryName)}@${digest}`
}

/** Undefined for images of other registries, AWS's for accounts that are not here included. */
function ownImageName(sandbox: Sandbox, image: string): EcrImageName | undefined {
  const name = parseImageName(image)
  const isHere =
    name !== undefined && sandbox.store.scope(name.accountId, 'global').collection('account').has('account')
  return isHere ? name : undefined
}

/** The execution role as a session of the task. Throws what AWS says of one that lacks a permission. */
function checkLeave(
  sandbox: Sandbox,
  { image, taskId, executionRoleArn }: WantedImage,
  name: EcrImageName,
): { arn: string; session: string } | undefined {
  if (executionRoleArn === undefined || sandbox.config.auth === 'off') return undefined
  const role = { arn: executionRoleArn, session: taskId }
  const caller = roleCaller(sandbox, role)
  if (!caller) return undefined
  const token = denial(sandbox, caller, 'GetAuthorizationToken', '*')
  if (token !== undefined) {
    throw new Error(
      `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: ${token} status code: 400, request id: ${randomUUID()}`,
    )
  }
  const arn = repositoryArn(name, name.repositoryName)
  const host = `${name.accountId}.dkr.ecr.${name.region}.amazonaws.com`
  if (denial(sandbox, caller, 'BatchGetImage', arn, name) !== undefined) {
    throw new Error(
      `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: pulling from host ${host} failed with status code [manifests ${name.tag ?? name.digest}]: 403 Forbidden`,
    )
  }
  if (denial(sandbox, caller, 'GetDownloadUrlForLayer', arn, name) !== undefined) {
    throw new Error(
      `CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReadSeeker: failed open: unexpected status code https://${host}/v2/${name.repositoryName}/blobs: 403 Forbidden`,
    )
  }
  return role
}

function denial(
  sandbox: Sandbox,
  caller: EcrCaller,
  action: string,
  resource: string,
  name?: EcrImageName,
): string | undefined {
  const repository =
    name && ecr(sandbox.store.scope(name.accountId, name.region)).repositories.get(name.repositoryName)
  const policyText = repository?.policyText
  return denialOf(caller, { action: `ecr:${action}`, resource, policyText, now: sandbox.clock.now() })
}
