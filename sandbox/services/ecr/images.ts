import {
  ImageTagAlreadyExistsException,
  type ImageDetail,
  type ImageIdentifier,
  LayersNotFoundException,
  ReferencedImagesNotFoundException,
} from '@aws-sdk/client-ecr'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { matches } from '../iam/policy/wildcard.ts'
import { invalidParameter, thrown } from './errors.ts'
import { freeLayers } from './layers.ts'
import { digestOf, type Manifest, parseManifest } from './manifest.ts'
import { digestKey, ecr, type ImageDocument, type RepositoryDocument, tagKey } from './store.ts'

const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/

/** Images of a repository, oldest first. */
export function imagesOf(scope: Scope, repositoryName: string): ImageDocument[] {
  return ecr(scope)
    .images.values()
    .filter(image => image.repositoryName === repositoryName)
    .sort((a, b) => a.pushedTime - b.pushedTime || (a.imageDigest < b.imageDigest ? -1 : 1))
}

/** Tags by the digest of their image, in alphabetical order. */
export function tagsByDigest(scope: Scope, repositoryName: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { imageTag, imageDigest, repositoryName: name } of ecr(scope).tags.values()) {
    if (name === repositoryName) found.set(imageDigest, [...(found.get(imageDigest) ?? []), imageTag])
  }
  for (const tags of found.values()) tags.sort()
  return found
}

/** The image of a digest or a tag; undefined when there is none, or its tag is on another. */
export function findImage(
  scope: Scope,
  repositoryName: string,
  { imageDigest, imageTag }: ImageIdentifier,
): ImageDocument | undefined {
  const { images, tags } = ecr(scope)
  const tagged = imageTag === undefined ? undefined : tags.get(tagKey(repositoryName, imageTag))?.imageDigest
  if (imageTag !== undefined && tagged === undefined) return undefined
  if (imageDigest !== undefined && tagged !== undefined && imageDigest !== tagged) return undefined
  return images.get(digestKey(repositoryName, imageDigest ?? tagged ?? ''))
}

export function isTag(text: string): boolean {
  return TAG.test(text)
}

function checkTag(tag: string): void {
  if (!isTag(tag)) {
    throw invalidParameter('imageTag', "must satisfy regular expression '[a-zA-Z0-9-_.]+', 128 at most")
  }
}

/**
 * Puts an image into a repository, and its tag on it. Throws InvalidParameterException, LayersNotFoundException,
 * ReferencedImagesNotFoundException or ImageTagAlreadyExistsException.
 */
export function putImage(
  sandbox: Sandbox,
  scope: Scope,
  repository: RepositoryDocument,
  request: { text: string; mediaType: string | undefined; tag: string | undefined },
): ImageDocument {
  const { repositoryName } = repository
  const { text, tag } = request
  const manifest = parseManifest(text, request.mediaType)
  const imageDigest = digestOf(text)
  if (tag !== undefined) {
    checkTag(tag)
    checkTagIsFree(scope, repository, tag, imageDigest)
  }
  const size = sizeOf(scope, repositoryName, manifest)
  const { images, layers, tags } = ecr(scope)
  const key = digestKey(repositoryName, imageDigest)
  for (const blob of manifest.blobs) {
    const layer = layers.get(digestKey(repositoryName, blob.digest))
    if (layer && !layer.mediaType) {
      layers.put(digestKey(repositoryName, blob.digest), { ...layer, mediaType: blob.mediaType })
    }
  }
  const image: ImageDocument = images.get(key) ?? {
    repositoryName,
    imageDigest,
    manifest: text,
    mediaType: manifest.mediaType,
    ...(manifest.artifactMediaType && { artifactMediaType: manifest.artifactMediaType }),
    ...(manifest.subject && { subject: manifest.subject }),
    size,
    layers: manifest.blobs.map(({ digest }) => digest),
    children: manifest.children.map(({ digest }) => digest),
    pushedAt: sandbox.clock.now(),
    pushedTime: sandbox.clock.time(scope.accountId),
  }
  images.put(key, image)
  if (tag !== undefined) {
    tags.put(tagKey(repositoryName, tag), { repositoryName, imageTag: tag, imageDigest })
  }
  return image
}

function checkTagIsFree(scope: Scope, repository: RepositoryDocument, tag: string, digest: string): void {
  const { repositoryName } = repository
  const held = ecr(scope).tags.get(tagKey(repositoryName, tag))
  if (!held || held.imageDigest === digest || !isImmutable(repository, tag)) return
  throw thrown(
    ImageTagAlreadyExistsException,
    `The image tag '${tag}' already exists in the '${repositoryName}' repository and cannot be overwritten because the tag is immutable.`,
  )
}

function isImmutable(repository: RepositoryDocument, tag: string): boolean {
  const { imageTagMutability, imageTagMutabilityExclusionFilters = [] } = repository
  const excluded = imageTagMutabilityExclusionFilters.some(({ filter = '' }) => matches(filter, tag))
  const immutable = imageTagMutability.startsWith('IMMUTABLE')
  return imageTagMutability.endsWith('_WITH_EXCLUSION') && excluded ? !immutable : immutable
}

/** Bytes of the configuration and the layers; of an index, those of its largest image. Throws when any is missing. */
function sizeOf(scope: Scope, repositoryName: string, { blobs, children }: Manifest): number {
  const { images, layers } = ecr(scope)
  const missing = blobs.filter(({ digest }) => !layers.has(digestKey(repositoryName, digest)))
  if (missing.length > 0) {
    throw thrown(
      LayersNotFoundException,
      `Layers with digests '[${missing.map(({ digest }) => digest).join(', ')}]' required for pushing image into repository with name '${repositoryName}' in the registry with id '${scope.accountId}' do not exist`,
    )
  }
  for (const { digest, size } of blobs) {
    const real = layers.get(digestKey(repositoryName, digest))?.size
    if (real === size) continue
    throw invalidParameter('ImageManifest', `The size of ${digest} is ${real}, not ${size}`)
  }
  const lost = children.filter(({ digest }) => !images.has(digestKey(repositoryName, digest)))
  if (lost.length > 0) {
    throw thrown(
      ReferencedImagesNotFoundException,
      `Images with digests '[${lost.map(({ digest }) => digest).join(', ')}]' required for pushing image into repository with name '${repositoryName}' in the registry with id '${scope.accountId}' do not exist`,
    )
  }
  const sizes = children.map(({ digest }) => images.get(digestKey(repositoryName, digest))?.size ?? 0)
  return children.length > 0 ? Math.max(...sizes) : blobs.reduce((sum, { size }) => sum + size, 0)
}

/** The index of the repository that lists an image, if any: while there is one, the image stays. */
export function indexListing(
  scope: Scope,
  repositoryName: string,
  digest: string,
): ImageDocument | undefined {
  return imagesOf(scope, repositoryName).find(({ children }) => children.includes(digest))
}

/** Deletes an image with all its tags, and frees the layers that it alone had. */
export function deleteImage(sandbox: Sandbox, scope: Scope, image: ImageDocument): void {
  const { images, tags } = ecr(scope)
  const { repositoryName, imageDigest } = image
  for (const tag of tagsByDigest(scope, repositoryName).get(imageDigest) ?? []) {
    tags.delete(tagKey(repositoryName, tag))
  }
  images.delete(digestKey(repositoryName, imageDigest))
  freeLayers(sandbox, scope, repositoryName, image.layers)
}

/** Notes that an image was pulled. */
export function notePull(sandbox: Sandbox, scope: Scope, image: ImageDocument): void {
  ecr(scope).images.put(digestKey(image.repositoryName, image.imageDigest), {
    ...image,
    pulledAt: sandbox.clock.now(),
    pulledTime: sandbox.clock.time(scope.accountId),
  })
}

export function imageDetail(
  accountId: string,
  image: ImageDocument,
  tags: string[] | undefined,
): ImageDetail {
  return {
    registryId: accountId,
    repositoryName: image.repositoryName,
    imageDigest: image.imageDigest,
    ...(tags && { imageTags: tags }),
    imageSizeInBytes: image.size,
    imagePushedAt: new Date(image.pushedAt),
    imageManifestMediaType: image.mediaType,
    ...(image.artifactMediaType && { artifactMediaType: image.artifactMediaType }),
    ...(image.pulledAt && { lastRecordedPullTime: new Date(image.pulledAt) }),
    ...(image.subject && { subjectManifestDigest: image.subject }),
    imageStatus: 'ACTIVE',
  }
}
