import type {
  EncryptionConfiguration,
  ImageTagMutability,
  ImageTagMutabilityExclusionFilter,
  LifecyclePolicyPreviewResult,
  Tag,
} from '@aws-sdk/client-ecr'
import type { Collection, Scope } from '../../store/store.ts'

export interface RepositoryDocument {
  repositoryName: string
  repositoryArn: string
  /** Milliseconds since the epoch. */
  createdAt: number
  imageTagMutability: ImageTagMutability
  imageTagMutabilityExclusionFilters?: ImageTagMutabilityExclusionFilter[]
  scanOnPush: boolean
  encryptionConfiguration: EncryptionConfiguration
  policyText?: string
  lifecyclePolicy?: LifecyclePolicyDocument
  preview?: PreviewDocument
  tags: Tag[]
}

export interface LifecyclePolicyDocument {
  text: string
  lastEvaluatedAt?: number
}

/** A lifecycle policy that is tried without deleting anything. */
export interface PreviewDocument {
  text: string
  /** The account's own time. */
  startedTime: number
  /** There once it is complete. */
  results?: LifecyclePolicyPreviewResult[]
}

export interface ImageDocument {
  repositoryName: string
  imageDigest: string
  /** The manifest's very bytes, as text. */
  manifest: string
  mediaType: string
  artifactMediaType?: string
  subject?: string
  size: number
  /** Digests of the configuration and the layers that the image is made of. */
  layers: string[]
  /** Digests of the manifests that an index lists. */
  children: string[]
  pushedAt: number
  /** The account's own time. */
  pushedTime: number
  pulledAt?: number
  pulledTime?: number
}

export interface TagDocument {
  repositoryName: string
  imageTag: string
  imageDigest: string
}

/** A blob that is in a repository; its bytes are the account's, shared by all repositories that have it. */
export interface LayerDocument {
  repositoryName: string
  digest: string
  size: number
  mediaType?: string
  /** The account's own time. */
  uploadedTime: number
}

/** A blob that is being uploaded; its bytes so far are in a file named after the id. */
export interface UploadDocument {
  id: string
  repositoryName: string
  startedAt: number
  /** There once a part was smaller than parts must be; true when it was not the last one. */
  smallPart?: boolean
}

/** The state of ECR in one account and region; the bytes of blobs lie in files. */
export function ecr(scope: Scope): {
  repositories: Collection<RepositoryDocument>
  /** By `repository@digest`. */
  images: Collection<ImageDocument>
  /** By `repository:tag`. */
  tags: Collection<TagDocument>
  /** By `repository@digest`. */
  layers: Collection<LayerDocument>
  uploads: Collection<UploadDocument>
} {
  return {
    repositories: scope.collection('ecr:repository'),
    images: scope.collection('ecr:image'),
    tags: scope.collection('ecr:tag'),
    layers: scope.collection('ecr:layer'),
    uploads: scope.collection('ecr:upload'),
  }
}

/** Key of an image or a layer. */
export function digestKey(repositoryName: string, digest: string): string {
  return `${repositoryName}@${digest}`
}

export function tagKey(repositoryName: string, tag: string): string {
  return `${repositoryName}:${tag}`
}
