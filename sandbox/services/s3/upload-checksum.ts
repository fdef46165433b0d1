import { checksumOf } from '../../dataplane/objects/checksums.ts'
import { combineCrc } from '../../dataplane/objects/crc.ts'
import type { ObjectChecksum, PartDocument, UploadDocument } from './store.ts'

/** The checksum of an upload, out of those of its parts: of all the bytes, or of the parts' checksums. */
export function uploadChecksum(
  { checksumAlgorithm: algorithm, checksumType: type }: UploadDocument,
  parts: PartDocument[],
): ObjectChecksum | undefined {
  const values = parts.map(({ checksum }) =>
    checksum?.algorithm === algorithm ? checksum?.value : undefined,
  )
  if (!algorithm || !type || values.includes(undefined)) return undefined
  const bytes: Buffer[] = values.map(value => Buffer.from(value ?? '', 'base64'))
  if (type === 'COMPOSITE') {
    const value = checksumOf(algorithm, Buffer.concat(bytes)).toString('base64')
    return { algorithm, type, value: `${value}-${parts.length}` }
  }
  if (algorithm === 'SHA1' || algorithm === 'SHA256') return undefined
  const whole = bytes.reduce((before, next, at) => combineCrc(algorithm, before, next, parts[at]?.size ?? 0))
  return { algorithm, type, value: whole.toString('base64') }
}
