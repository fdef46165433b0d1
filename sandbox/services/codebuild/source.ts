import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { PhaseFailure } from './errors.ts'
import type { BuildDocument } from './store.ts'
import type { ClientSettings } from './variables.ts'

/** A source has no more bytes, packed or unpacked. */
const LARGEST = 512 * 1024 * 1024

/** Puts the source of a build into a folder, as its role; answers the version that it got. Throws a PhaseFailure. */
export async function downloadSource(
  settings: ClientSettings,
  { source, sourceVersion }: BuildDocument,
  folder: string,
): Promise<string | undefined> {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  if (source.type !== 'S3') return undefined
  const { bucket, key } = placeOf(source.location ?? '')
  // Only builds need it: the practice account starts without.
  const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
  const client = new S3Client({ ...settings, forcePathStyle: true })
  const where = `for primary source and source version ${sourceVersion ?? `arn:aws:s3:::${bucket}/${key}`}`
  const wanted = { Bucket: bucket, Key: key, ...(sourceVersion && { VersionId: sourceVersion }) }
  try {
    const { Body, VersionId, ContentLength = 0 } = await client.send(new GetObjectCommand(wanted))
    if (ContentLength > LARGEST) throw tooLarge()
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array()
    if (key.endsWith('/')) throw new PhaseFailure('CLIENT_ERROR', `folders are not sources: zip it ${where}`)
    unpack(bytes, folder, where)
    return VersionId
  } catch (error) {
    if (error instanceof PhaseFailure) throw error
    const { name, message, $metadata } = error as Error & {
      $metadata?: { httpStatusCode?: number; requestId?: string }
    }
    const { httpStatusCode: status = 500, requestId = '' } = $metadata ?? {}
    const text = `${name}: ${message} status code: ${status}, request id: ${requestId} ${where}`
    throw new PhaseFailure('CLIENT_ERROR', text)
  }
}

/** Bucket and key in a location, which may be an ARN. */
export function placeOf(location: string): { bucket: string; key: string } {
  const text = location.replace(/^arn:aws:s3:::/, '')
  const slash = text.indexOf('/')
  return slash === -1
    ? { bucket: text, key: '' }
    : { bucket: text.slice(0, slash), key: text.slice(slash + 1) }
}

function unpack(zip: Uint8Array, folder: string, where: string): void {
  let size = 0
  let files: Record<string, Uint8Array>
  try {
    files = unzipSync(zip, { filter: ({ originalSize }) => (size += originalSize) <= LARGEST })
  } catch {
    throw new PhaseFailure('CLIENT_ERROR', `zip: not a valid zip file ${where}`)
  }
  if (size > LARGEST) throw tooLarge()
  const modes = modesIn(zip)
  for (const [name, bytes] of Object.entries(files)) {
    if (path.posix.normalize(`/${name}`) !== `/${name}` || name.includes('\\')) {
      throw new PhaseFailure('CLIENT_ERROR', `the zip has a file outside of its own folder: ${name} ${where}`)
    }
    const file = path.join(folder, name)
    mkdirSync(name.endsWith('/') ? file : path.dirname(file), { recursive: true, mode: 0o755 })
    if (!name.endsWith('/'))
      writeFileSync(file, bytes, { mode: (modes.get(name) ?? 0) & 0o111 ? 0o755 : 0o644 })
  }
}

/** The Unix modes in a zip's central directory, which the unpacker does not read: scripts must stay executable. */
function modesIn(zip: Uint8Array): Map<string, number> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  const modes = new Map<string, number>()
  let end = zip.length - 22
  while (end > 0 && view.getUint32(end, true) !== 0x06054b50) end--
  if (end <= 0) return modes
  let at = view.getUint32(end + 16, true)
  for (let left = view.getUint16(end + 10, true); left > 0 && at + 46 <= zip.length; left--) {
    if (view.getUint32(at, true) !== 0x02014b50) break
    const [name, extra, comment] = [28, 30, 32].map(offset => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ]
    const text = new TextDecoder().decode(zip.subarray(at + 46, at + 46 + name))
    modes.set(text, view.getUint32(at + 38, true) >>> 16)
    at += 46 + name + extra + comment
  }
  return modes
}

function tooLarge(): PhaseFailure {
  return new PhaseFailure('CLIENT_ERROR', `the source has more than ${LARGEST / 1024 / 1024} MiB`)
}
