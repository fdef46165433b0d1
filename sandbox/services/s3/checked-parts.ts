import type { CompletedPart } from '@aws-sdk/client-s3'
import { CHECKSUM_ALGORITHMS } from '../../dataplane/objects/checksums.ts'
import { AwsError } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { malformedXml } from './errors.ts'
import { MOST_PARTS } from './multipart.ts'
import { type PartDocument, partKey, s3, type UploadDocument } from './store.ts'

const SMALLEST_PART = 5 * 1024 * 1024

/** The parts that an upload is to be completed of. Throws MalformedXML, InvalidPart, InvalidPartOrder or EntityTooSmall. */
export function checkedParts(
  wanted: CompletedPart[] = [],
  scope: Scope,
  upload: UploadDocument,
): PartDocument[] {
  if (wanted.length === 0 || wanted.length > MOST_PARTS) throw malformedXml()
  if (wanted.some(({ PartNumber, ETag }) => PartNumber === undefined || ETag === undefined))
    throw malformedXml()
  const numbers = wanted.map(({ PartNumber = 0 }) => PartNumber)
  if (numbers.some((number, at) => at > 0 && number <= (numbers[at - 1] ?? 0))) {
    throw new AwsError(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. The parts list must be specified in order by part number.',
      400,
      { members: { UploadId: upload.id } },
    )
  }
  const parts = wanted.map(part => partFor(part, scope, upload))
  const small = parts.slice(0, -1).find(({ size }) => size < SMALLEST_PART)
  if (!small) return parts
  throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
    members: {
      ProposedSize: String(small.size),
      MinSizeAllowed: String(SMALLEST_PART),
      PartNumber: String(small.number),
      ETag: small.eTag.slice(1, -1),
    },
  })
}

function partFor(wanted: CompletedPart, scope: Scope, { id }: UploadDocument): PartDocument {
  const { PartNumber = 0, ETag = '' } = wanted
  const part = s3(scope).parts.get(partKey(id, PartNumber))
  const same = part?.eTag.slice(1, -1) === ETag.replaceAll('"', '')
  const wrong = CHECKSUM_ALGORITHMS.some(name => {
    const sent = wanted[`Checksum${name}`]
    return sent !== undefined && part?.checksum?.algorithm === name && part.checksum.value !== sent
  })
  if (part && same && !wrong) return part
  throw new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    { members: { UploadId: id, PartNumber: String(PartNumber), ETag: ETag.replaceAll('"', '') } },
  )
}
