import type { Sandbox } from '../../operation.ts'
import {
  accountsWithBlobs,
  adoptBlob,
  removeBlob,
  removeOthers,
} from '../../dataplane/registry/blob-store.ts'
import type { Scope } from '../../store/store.ts'
import { digestKey, ecr, type LayerDocument } from './store.ts'

/** A blob nobody refers to is kept so long, in the account's own time: its push may not be over. */
const UNREFERENCED_MS = 24 * 3600 * 1000
/** An upload that nobody goes on with. */
const ABANDONED_MS = 24 * 3600 * 1000

/** Puts a blob, whose bytes the account has, into a repository. */
export function putLayer(
  sandbox: Sandbox,
  scope: Scope,
  layer: Pick<LayerDocument, 'repositoryName' | 'digest' | 'size'>,
): void {
  const { layers } = ecr(scope)
  const key = digestKey(layer.repositoryName, layer.digest)
  layers.put(key, { ...layers.get(key), ...layer, uploadedTime: sandbox.clock.time(scope.accountId) })
}

/** Takes blobs that no image of the repository needs any more out of it, and frees the bytes that no repository has. */
export function freeLayers(sandbox: Sandbox, scope: Scope, repositoryName: string, digests: string[]): void {
  const { images, layers } = ecr(scope)
  const needed = new Set(
    images
      .values()
      .filter(image => image.repositoryName === repositoryName)
      .flatMap(image => image.layers),
  )
  const free = digests.filter(digest => !needed.has(digest))
  for (const digest of free) layers.delete(digestKey(repositoryName, digest))
  if (free.length === 0) return
  // On disk no document may refer to bytes that are gone.
  sandbox.store.flush()
  const held = heldDigests(sandbox, scope.accountId)
  for (const digest of free) if (!held.has(digest)) removeBlob(sandbox, scope.accountId, digest)
}

/** Frees blobs whose push never came to its end, and uploads that were left. */
export function sweep(sandbox: Sandbox, accountId: string): void {
  const now = sandbox.clock.time(accountId)
  for (const scope of scopesOf(sandbox, accountId)) {
    const { images, layers, uploads } = ecr(scope)
    const referenced = new Set(
      images.values().flatMap(image => image.layers.map(digest => digestKey(image.repositoryName, digest))),
    )
    for (const layer of layers.values()) {
      const key = digestKey(layer.repositoryName, layer.digest)
      if (!referenced.has(key) && now - layer.uploadedTime > UNREFERENCED_MS) layers.delete(key)
    }
    for (const { id, startedAt } of uploads.values()) {
      if (sandbox.clock.now() - startedAt > ABANDONED_MS) uploads.delete(id)
    }
  }
  removeUnknownFiles(sandbox, accountId)
}

/** After a restart or a restored snapshot: no file without its document, no image without its bytes. */
export function reconcile(sandbox: Sandbox, accountId: string): void {
  for (const scope of scopesOf(sandbox, accountId)) {
    const { images, layers, tags } = ecr(scope)
    for (const layer of layers.values()) {
      if (adoptBlob(sandbox, accountId, layer.digest)) continue
      const { repositoryName, digest } = layer
      layers.delete(digestKey(repositoryName, digest))
      const broken = images
        .values()
        .filter(image => image.repositoryName === repositoryName && image.layers.includes(digest))
      for (const { imageDigest } of broken) {
        images.delete(digestKey(repositoryName, imageDigest))
        for (const tag of tags.values()) {
          if (tag.repositoryName === repositoryName && tag.imageDigest === imageDigest) {
            tags.delete(`${repositoryName}:${tag.imageTag}`)
          }
        }
        sandbox.log.warn(
          { accountId, repositoryName, imageDigest },
          'an image was dropped, as its layers are not on this machine: push it again',
        )
      }
    }
  }
  removeUnknownFiles(sandbox, accountId)
}

/** Every account that has blobs or repositories. */
export function registryAccounts(sandbox: Sandbox): string[] {
  const withState = sandbox.store
    .scopes()
    .filter(scope => ecr(scope).repositories.size > 0)
    .map(({ accountId }) => accountId)
  return [...new Set([...withState, ...accountsWithBlobs(sandbox)])]
}

function removeUnknownFiles(sandbox: Sandbox, accountId: string): void {
  sandbox.store.flush()
  const uploads = scopesOf(sandbox, accountId).flatMap(scope => ecr(scope).uploads.values())
  removeOthers(sandbox, accountId, heldDigests(sandbox, accountId), new Set(uploads.map(({ id }) => id)))
}

function heldDigests(sandbox: Sandbox, accountId: string): Set<string> {
  return new Set(
    scopesOf(sandbox, accountId)
      .flatMap(scope => ecr(scope).layers.values())
      .map(({ digest }) => digest),
  )
}

/** An account's state in all regions: they share the bytes. */
export function scopesOf(sandbox: Sandbox, accountId: string): Scope[] {
  return sandbox.store.scopes().filter(scope => scope.accountId === accountId)
}
