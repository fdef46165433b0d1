import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { unzipSync } from 'fflate'
import type { FunctionCode } from '@aws-sdk/client-lambda'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { readObject } from '../s3/read-object.ts'
import { invalid } from './errors.ts'
import { lambda, type FunctionDocument } from './store.ts'

/** Bytes that a function may have unpacked, as on AWS. */
const LARGEST_UNPACKED = 262_144_000

/** Stores the zip that a request brings or names. Throws InvalidParameterValueException. */
export async function takeCode(
  sandbox: Sandbox,
  scope: Scope,
  { ZipFile, S3Bucket, S3Key }: Pick<FunctionCode, 'ZipFile' | 'S3Bucket' | 'S3Key'>,
): Promise<Pick<FunctionDocument, 'codeSha256' | 'codeSize'>> {
  const zip = ZipFile ? Buffer.from(ZipFile) : await fromBucket(sandbox, scope, S3Bucket, S3Key)
  unpack(zip)
  const sha256 = createHash('sha256').update(zip).digest('base64')
  lambda(scope).code.put(sha256, { sha256, zip: zip.toString('base64') })
  return { codeSha256: sha256, codeSize: zip.length }
}

async function fromBucket(sandbox: Sandbox, scope: Scope, bucket?: string, key?: string): Promise<Buffer> {
  if (!bucket || !key) {
    throw invalid('Please provide a source for function code: ZipFile, or S3Bucket and S3Key.')
  }
  const object = await readObject(sandbox, scope, bucket, key)
  if (!object) {
    throw invalid(
      'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
    )
  }
  const chunks: Buffer[] = []
  for await (const chunk of object.stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function unpack(zip: Uint8Array): Record<string, Uint8Array> {
  let size = 0
  let files: Record<string, Uint8Array>
  try {
    files = unzipSync(zip, {
      filter: ({ originalSize }) => (size += originalSize) <= LARGEST_UNPACKED,
    })
  } catch {
    throw invalid('Could not unzip uploaded file. Please check your file, then try to upload again.')
  }
  if (size > LARGEST_UNPACKED) {
    throw invalid(`Unzipped size must be smaller than ${LARGEST_UNPACKED} bytes`)
  }
  if (Object.keys(files).length === 0) throw invalid('Uploaded file must be a non-empty zip')
  const outside = Object.keys(files).find(
    name => path.posix.normalize(`/${name}`) !== `/${name}` || name.includes('\\'),
  )
  if (outside !== undefined) throw invalid(`The zip has a file outside of its own folder: ${outside}`)
  return files
}

/** The folder with a function's files, unpacked when it is first asked for. */
export function codeFolder(sandbox: Sandbox, scope: Scope, fn: FunctionDocument): string {
  const root = lambdaFolder(sandbox)
  const folder = path.join(root, scope.accountId, Buffer.from(fn.codeSha256, 'base64').toString('hex'))
  if (existsSync(folder)) return folder
  linkLibraries(root)
  const files = unpack(Buffer.from(lambda(scope).code.get(fn.codeSha256)?.zip ?? '', 'base64'))
  const fresh = `${folder}.new`
  rmSync(fresh, { recursive: true, force: true })
  for (const [name, bytes] of Object.entries(files)) {
    const file = path.join(fresh, name)
    mkdirSync(name.endsWith('/') ? file : path.dirname(file), { recursive: true, mode: 0o700 })
    if (!name.endsWith('/')) writeFileSync(file, bytes, { mode: 0o600 })
  }
  renameSync(fresh, folder)
  return folder
}

/** Removes the unpacked code of an account; the zips are documents. */
export function removeFolders(sandbox: Sandbox, accountId: string): void {
  rmSync(path.join(lambdaFolder(sandbox), accountId), { recursive: true, force: true })
}

/** Forgets zips that no function and no version has any more. */
export function dropUnusedCode(scope: Scope): void {
  const { functions, versions, code } = lambda(scope)
  const used = new Set([...functions.values(), ...versions.values()].map(({ codeSha256 }) => codeSha256))
  for (const { sha256 } of code.values()) if (!used.has(sha256)) code.delete(sha256)
}

function lambdaFolder({ config }: Sandbox): string {
  return path.join(config.dataDir, 'lambda')
}

/** AWS's Node runtimes bring the SDK with them: it is found from every function's folder. */
function linkLibraries(root: string): void {
  const link = path.join(root, 'node_modules')
  if (existsSync(link)) return
  const client = fileURLToPath(import.meta.resolve('@aws-sdk/client-lambda'))
  const libraries = client.slice(0, client.lastIndexOf(`${path.sep}@aws-sdk${path.sep}`))
  mkdirSync(root, { recursive: true, mode: 0o700 })
  symlinkSync(libraries, link, 'dir')
}
