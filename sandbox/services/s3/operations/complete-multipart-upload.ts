import type { CompleteMultipartUploadOutput, CompleteMultipartUploadRequest } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { AwsError, type Operation } from '../../../operation.ts'
import { requestedBucket } from '../buckets.ts'
import { checkWriteConditions } from '../conditions.ts'
import { shownEncryption } from '../describe-object.ts'
import { invalidRequest } from '../errors.ts'
import { checkedParts } from '../checked-parts.ts'
import { removeUpload, requestedUpload } from '../multipart.ts'
import { currentObject, putObjectVersion } from '../objects.ts'
import { shownChecksum } from '../receive.ts'
import type { ObjectDescription, UploadDocument } from '../store.ts'
import { uploadChecksum } from '../upload-checksum.ts'

/** Makes an object of the parts, whose files become the object's pieces: nothing is copied, however large it is. */
export const completeMultipartUpload: Operation<
  CompleteMultipartUploadRequest,
  CompleteMultipartUploadOutput
> = (input, context) => {
  const found = requestedBucket(input, context)
  const { Key: key = '' } = input
  const upload = requestedUpload(found, input)
  if (input.MultipartUpload === undefined) throw invalidRequest('You must specify at least one part')
  const parts = checkedParts(input.MultipartUpload?.Parts, found.scope, upload)
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  if (input.MpuObjectSize !== undefined && Number(input.MpuObjectSize) !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${size}`,
    )
  }
  checkWriteConditions(input, key, currentObject(context, found, key))
  const checksum = uploadChecksum(upload, parts)
  const sent = checksum && input[`Checksum${checksum.algorithm}`]
  // A composite one may be sent without the number of its parts.
  if (sent !== undefined && sent !== checksum?.value && sent !== checksum?.value.split('-')[0]) {
    throw new AwsError(
      'BadDigest',
      `The ${checksum?.algorithm} you specified did not match the calculated checksum.`,
    )
  }
  const md5s = parts.map(({ eTag }) => Buffer.from(eTag.slice(1, -1), 'hex'))
  const eTag = `"${createHash('md5').update(Buffer.concat(md5s)).digest('hex')}-${parts.length}"`
  const partChecksums = parts.flatMap(part => (part.checksum ? [part.checksum.value] : []))
  const { versionId: VersionId } = putObjectVersion(
    context,
    found,
    key,
    {
      ...descriptionOf(upload),
      eTag,
      size,
      segments: parts.map(part => ({ file: part.file, size: part.size })),
      multipart: true,
      ...(checksum && { checksum }),
      ...(checksum && partChecksums.length === parts.length && { partChecksums }),
    },
    'CompleteMultipartUpload',
  )
  removeUpload(context.sandbox, found.scope, upload, new Set(parts.map(({ file }) => file)))
  return {
    Location: `${context.sandbox.config.endpoint}/${found.bucket.name}/${encodeURIComponent(key)}`,
    Bucket: found.bucket.name,
    Key: key,
    ETag: eTag,
    ...shownChecksum(checksum),
    ...shownEncryption(upload.encryption, found),
    ...(VersionId !== undefined && { VersionId }),
  }
}

function descriptionOf({
  headers,
  metadata,
  storageClass,
  tags,
  grants,
  encryption,
}: UploadDocument): ObjectDescription {
  return {
    headers,
    metadata,
    storageClass,
    tags,
    ...(grants && { grants }),
    ...(encryption && { encryption }),
  }
}
