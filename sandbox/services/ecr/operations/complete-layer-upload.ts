import {
  type CompleteLayerUploadRequest,
  type CompleteLayerUploadResponse,
  EmptyUploadException,
  InvalidLayerException,
  LayerAlreadyExistsException,
  LayerPartTooSmallException,
} from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { invalidParameter, thrown } from '../errors.ts'
import { DIGEST } from '../manifest.ts'
import { requestedRepository } from '../repositories.ts'
import { digestKey, ecr } from '../store.ts'
import { claimUpload, finishUpload, findUpload, uploadDigest, uploadedBytes } from '../uploads.ts'

/** Makes a layer of the parts, if its digest is the promised one. */
export const completeLayerUpload: Operation<CompleteLayerUploadRequest, CompleteLayerUploadResponse> = async (
  input,
  context,
) => {
  const { sandbox } = context
  const { scope, repository } = requestedRepository(input, context, 'CompleteLayerUpload')
  const { repositoryName } = repository
  const { uploadId = '', layerDigests = [] } = input
  if (layerDigests.length !== 1 || !DIGEST.test(layerDigests[0] ?? '')) {
    throw invalidParameter('layerDigests', "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'")
  }
  const upload = findUpload(sandbox, scope, repositoryName, uploadId)
  const place = `in the repository with name '${repositoryName}' in the registry with id '${scope.accountId}'`
  if (!uploadedBytes(sandbox, scope, upload)) {
    throw thrown(EmptyUploadException, `The upload with id '${uploadId}' ${place} has no parts`)
  }
  if (upload.smallPart) {
    throw thrown(LayerPartTooSmallException, 'Layer parts must be at least 5242880 bytes in size')
  }
  const release = claimUpload(sandbox, upload)
  if (!release)
    throw thrown(InvalidLayerException, `A part of the upload with id '${uploadId}' is on its way`)
  try {
    const layerDigest = await uploadDigest(sandbox, scope, upload)
    if (layerDigest !== layerDigests[0]) {
      throw thrown(
        InvalidLayerException,
        `The digest of the layer is '${layerDigest}', not '${layerDigests[0]}' as the request says`,
      )
    }
    if (ecr(scope).layers.has(digestKey(repositoryName, layerDigest))) {
      throw thrown(LayerAlreadyExistsException, `Layer with digest '${layerDigest}' already exists ${place}`)
    }
    finishUpload(sandbox, scope, upload, layerDigest)
    return { registryId: scope.accountId, repositoryName, uploadId, layerDigest }
  } finally {
    release()
  }
}
