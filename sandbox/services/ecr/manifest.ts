import { createHash } from 'node:crypto'
import { invalidParameter } from './errors.ts'

/** What a manifest says that a registry has to know. */
export interface Manifest {
  mediaType: string
  artifactMediaType?: string
  /** Configuration and layers; those that are fetched from elsewhere are left out. */
  blobs: Descriptor[]
  children: Descriptor[]
  subject?: string
}

export interface Descriptor {
  mediaType: string
  digest: string
  size: number
}

const IMAGES = new Set([
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
])
const INDEXES = new Set([
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
])
export const DIGEST = /^sha256:[0-9a-f]{64}$/

export function digestOf(content: Buffer | string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}

/** Reads an image manifest or an index, Docker's or OCI's. Throws InvalidParameterException. */
export function parseManifest(text: string, declaredType: string | undefined): Manifest {
  const document = readObject(text)
  const mediaType = typeOf(document, declaredType)
  const subject = isObject(document['subject'])
    ? descriptor(document['subject'], 'subject').digest
    : undefined
  const shared = { mediaType, ...(subject && { subject }) }
  if (INDEXES.has(mediaType)) {
    return { ...shared, blobs: [], children: descriptors(document['manifests'], 'manifests') }
  }
  const config = descriptor(document['config'], 'config')
  const layers = descriptors(document['layers'], 'layers')
  const artifactMediaType =
    typeof document['artifactType'] === 'string' ? document['artifactType'] : config.mediaType
  return { ...shared, artifactMediaType, blobs: unique([config, ...layers]), children: [] }
}

function readObject(text: string): Record<string, unknown> {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw invalid('Invalid JSON syntax')
  }
  if (!isObject(document)) throw invalid('Invalid JSON syntax')
  return document
}

function typeOf(document: Record<string, unknown>, declared: string | undefined): string {
  if (document['schemaVersion'] !== 2) {
    throw invalid('Manifests of schema version 2 are expected; build the image with a newer docker')
  }
  const own = document['mediaType']
  // A parameter such as a charset is no part of the type.
  const given = declared?.split(';')[0]?.trim()
  const known = given !== undefined && (IMAGES.has(given) || INDEXES.has(given)) ? given : undefined
  const mediaType = typeof own === 'string' ? own : (known ?? guessedType(document))
  if (known !== undefined && known !== mediaType) {
    throw invalid(`The manifest says that it is ${mediaType}, the request that it is ${known}`)
  }
  if (!IMAGES.has(mediaType) && !INDEXES.has(mediaType)) throw invalid(`Unsupported media type ${mediaType}`)
  return mediaType
}

/** OCI's manifests need not name their type. */
function guessedType(document: Record<string, unknown>): string {
  return Array.isArray(document['manifests'])
    ? 'application/vnd.oci.image.index.v1+json'
    : 'application/vnd.oci.image.manifest.v1+json'
}

function descriptors(value: unknown, member: string): Descriptor[] {
  if (!Array.isArray(value)) throw invalid(`Missing ${member}`)
  return unique(
    value
      .filter(entry => !(isObject(entry) && Array.isArray(entry['urls']) && entry['urls'].length > 0))
      .map(entry => descriptor(entry, member)),
  )
}

function descriptor(value: unknown, member: string): Descriptor {
  if (!isObject(value)) throw invalid(`Missing ${member}`)
  const { mediaType, digest, size } = value
  if (typeof digest !== 'string' || !DIGEST.test(digest)) throw invalid(`Invalid digest in ${member}`)
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw invalid(`Invalid size in ${member}`)
  }
  return { mediaType: typeof mediaType === 'string' ? mediaType : '', digest, size }
}

function unique(found: Descriptor[]): Descriptor[] {
  return [...new Map(found.map(entry => [entry.digest, entry])).values()]
}

function invalid(constraint: string) {
  return invalidParameter('ImageManifest', constraint)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
