import {
  InvalidLayerPartException,
  type UploadLayerPartRequest,
  type UploadLayerPartResponse,
} from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { invalidParameter } from '../errors.ts'
import { requestedRepository } from '../repositories.ts'
import { ecr } from '../store.ts'
import { appendUpload, claimUpload, findUpload, uploadedBytes } from '../uploads.ts'

const SMALLEST_PART = 5 * 1024 * 1024

/** Takes the next part of a layer. */
export const uploadLayerPart: Operation<UploadLayerPartRequest, UploadLayerPartResponse> = async (
  input,
  context,
) => {
  const { sandbox } = context
  const { scope, repository } = requestedRepository(input, context, 'UploadLayerPart')
  const { repositoryName } = repository
  const { uploadId = '', partFirstByte = 0, partLastByte = 0, layerPartBlob = new Uint8Array() } = input
  const upload = findUpload(sandbox, scope, repositoryName, uploadId)
  if (partLastByte - partFirstByte + 1 !== layerPartBlob.length) {
    throw invalidParameter(
      'partLastByte',
      `The part has ${layerPartBlob.length} bytes, the request says ${partLastByte - partFirstByte + 1}`,
    )
  }
  const received = uploadedBytes(sandbox, scope, upload) ?? 0
  const release = partFirstByte === received ? claimUpload(sandbox, upload) : undefined
  if (!release) {
    throw new InvalidLayerPartException({
      message: `The layer part with first byte ${partFirstByte} does not follow the last byte ${received - 1} that was received of the upload with id '${uploadId}' in the repository with name '${repositoryName}' in the registry with id '${scope.accountId}'`,
      registryId: scope.accountId,
      repositoryName,
      uploadId,
      lastValidByteReceived: received - 1,
      $metadata: {},
    })
  }
  try {
    await appendUpload(sandbox, scope, upload, one(Buffer.from(layerPartBlob)))
  } finally {
    release()
  }
  const followsSmallPart = upload.smallPart !== undefined
  if (followsSmallPart || layerPartBlob.length < SMALLEST_PART) {
    ecr(scope).uploads.put(uploadId, { ...upload, smallPart: followsSmallPart })
  }
  return { registryId: scope.accountId, repositoryName, uploadId, lastByteReceived: partLastByte }
}

// eslint-disable-next-line @typescript-eslint/require-await -- what writes wants an asynchronous source
async function* one(part: Buffer): AsyncGenerator<Buffer> {
  yield part
}
