import type { InitiateLayerUploadRequest, InitiateLayerUploadResponse } from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { requestedRepository } from '../repositories.ts'
import { startUpload } from '../uploads.ts'

/** Bytes of a part, as AWS recommends. */
const PART_SIZE = 20_971_520

/** Begins to take a layer in parts. */
export const initiateLayerUpload: Operation<InitiateLayerUploadRequest, InitiateLayerUploadResponse> = async (
  input,
  context,
) => {
  const { scope, repository } = requestedRepository(input, context, 'InitiateLayerUpload')
  const { id } = await startUpload(context.sandbox, scope, repository.repositoryName)
  return { uploadId: id, partSize: PART_SIZE }
}
