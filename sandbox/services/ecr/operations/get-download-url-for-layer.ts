import {
  type GetDownloadUrlForLayerRequest,
  type GetDownloadUrlForLayerResponse,
  LayersNotFoundException,
} from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { signToken } from '../authorization-token.ts'
import { thrown } from '../errors.ts'
import { requestedRepository } from '../repositories.ts'
import { digestKey, ecr } from '../store.ts'

const URL_VALID_MS = 3600 * 1000

/** An address from which anyone may fetch a layer for an hour. */
export const getDownloadUrlForLayer: Operation<
  GetDownloadUrlForLayerRequest,
  GetDownloadUrlForLayerResponse
> = (input, context) => {
  const { sandbox } = context
  const { scope, repository } = requestedRepository(input, context, 'GetDownloadUrlForLayer')
  const { accountId, region } = scope
  const { repositoryName } = repository
  const { layerDigest = '' } = input
  if (!ecr(scope).layers.has(digestKey(repositoryName, layerDigest))) {
    throw thrown(
      LayersNotFoundException,
      `Layers with digests '[${layerDigest}]' do not exist in the repository with name '${repositoryName}' in the registry with id '${accountId}'`,
    )
  }
  const expiresAt = sandbox.clock.now() + URL_VALID_MS
  const blob = { repositoryName, digest: layerDigest }
  const token = signToken(sandbox, { accountId, region, expiresAt, blob })
  const path = `/v2/${accountId}/${region}/${repositoryName}/blobs/${layerDigest}`
  return { downloadUrl: `${sandbox.config.endpoint}${path}?token=${token}`, layerDigest }
}
