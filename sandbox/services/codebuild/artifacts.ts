import type { BuildArtifacts, ProjectArtifacts } from '@aws-sdk/client-codebuild'
import { createHash } from 'node:crypto'
import { globSync, lstatSync, readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { zipSync } from 'fflate'
import type { BuildSpec, SpecArtifacts } from './build-spec.ts'
import { PhaseFailure } from './errors.ts'
import { placeOf } from './source.ts'
import type { BuildDocument } from './store.ts'
import type { ClientSettings } from './variables.ts'

const LARGEST = 512 * 1024 * 1024

export interface UploadPlan {
  settings: ClientSettings
  build: BuildDocument
  spec: BuildSpec
  /** Folder of the source on this machine. */
  folder: string
  /** Gives a name in the buildspec its variables. */
  expand: (text: string) => Promise<string>
  say: (text: string) => void
}

/** Stores what the buildspec names as artifacts, as the build's role. Throws a PhaseFailure. */
export async function uploadArtifacts(plan: UploadPlan): Promise<BuildArtifacts[]> {
  const { build, spec } = plan
  const stored: BuildArtifacts[] = []
  if (build.artifacts.type === 'S3') {
    if (!spec.artifacts)
      throw failure('no artifact definition found in the buildspec: expected artifacts with files')
    stored.push(await upload(plan, build.artifacts, spec.artifacts))
  } else {
    stored.push({ location: '' })
  }
  for (const given of build.secondaryArtifacts) {
    const id = given.artifactIdentifier ?? ''
    const part = spec.secondaryArtifacts[id]
    if (!part) throw failure(`no definition for secondary artifact ${id} found in the buildspec`)
    stored.push({ ...(await upload(plan, given, part)), artifactIdentifier: id })
  }
  return stored
}

async function upload(
  plan: UploadPlan,
  target: ProjectArtifacts,
  part: SpecArtifacts,
): Promise<BuildArtifacts> {
  const files = filesOf(plan, part)
  const bucket = placeOf(target.location ?? '').bucket
  const own = target.overrideArtifactName && part.name ? await plan.expand(part.name) : target.name
  const folder = [
    ...[target.path ?? '', target.namespaceType === 'BUILD_ID' ? (plan.build.id.split(':')[1] ?? '') : ''],
    own ?? plan.build.projectName,
  ]
    .map(text => text.replace(/^\/+|\/+$/g, ''))
    .filter(text => text !== '')
    .join('/')
  const { PutObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
  const client = new S3Client({ ...plan.settings, forcePathStyle: true })
  const put = async (Key: string, Body: Uint8Array) => {
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body })).catch((error: Error) => {
      throw failure(
        `Error in UPLOAD_ARTIFACTS phase: ${error.name}: ${error.message} for s3://${bucket}/${Key}`,
      )
    })
  }
  const location = `arn:aws:s3:::${bucket}/${folder}`
  if (target.packaging !== 'ZIP') {
    for (const [name, bytes] of files) await put(`${folder}/${name}`, bytes)
    return { location }
  }
  const zip = zipSync(Object.fromEntries(files))
  await put(folder, zip)
  const digest = (algorithm: string) => createHash(algorithm).update(zip).digest('hex')
  return { location, sha256sum: digest('sha256'), md5sum: digest('md5') }
}

function filesOf({ folder, say }: UploadPlan, part: SpecArtifacts): Map<string, Uint8Array> {
  const { baseDirectory = '.', files, excludePaths, discardPaths } = part
  say(`Expanding base directory path: ${baseDirectory}`)
  const root = realpathSync(folder)
  const base = path.resolve(root, baseDirectory)
  const isInside = (file: string) => file === root || file.startsWith(root + path.sep)
  if (!isInside(base) || !lstatSync(base, { throwIfNoEntry: false })?.isDirectory()) {
    throw failure(`no matching base directory path found for ${baseDirectory}`)
  }
  say(`Expanding file paths for base directory ${baseDirectory}`)
  const found = new Map<string, Uint8Array>()
  let size = 0
  for (const pattern of files) {
    say(`Expanding ${pattern}`)
    for (const name of globSync(pattern, { cwd: base, exclude: excludePaths }).sort()) {
      const file = path.resolve(base, name)
      const stat = lstatSync(file)
      if (!stat.isFile() || !isInside(realpathSync(file))) continue
      size += stat.size
      if (size > LARGEST) throw failure(`the artifacts have more than ${LARGEST / 1024 / 1024} MiB`)
      found.set(discardPaths ? path.basename(name) : name.split(path.sep).join('/'), readFileSync(file))
    }
  }
  if (found.size === 0) throw failure('no matching artifact paths found')
  say(`Found ${found.size} file(s)`)
  return found
}

function failure(message: string): PhaseFailure {
  return new PhaseFailure('CLIENT_ERROR', message)
}
