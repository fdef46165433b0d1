import type {
  BatchCheckLayerAvailabilityRequest,
  BatchCheckLayerAvailabilityResponse,
} from '@aws-sdk/client-ecr'
import type { Operation } from '../../../operation.ts'
import { DIGEST } from '../manifest.ts'
import { requestedRepository } from '../repositories.ts'
import { digestKey, ecr } from '../store.ts'

/** Which layers a repository has already. */
export const batchCheckLayerAvailability: Operation<
  BatchCheckLayerAvailabilityRequest,
  BatchCheckLayerAvailabilityResponse
> = (input, context) => {
  const { scope, repository } = requestedRepository(input, context, 'BatchCheckLayerAvailability')
  const digests = input.layerDigests ?? []
  return {
    layers: digests
      .filter(digest => DIGEST.test(digest))
      .map(layerDigest => {
        const layer = ecr(scope).layers.get(digestKey(repository.repositoryName, layerDigest))
        if (!layer) return { layerDigest, layerAvailability: 'UNAVAILABLE' as const }
        const { size, mediaType = 'application/vnd.docker.image.rootfs.diff.tar.gzip' } = layer
        return { layerDigest, layerAvailability: 'AVAILABLE' as const, layerSize: size, mediaType }
      }),
    failures: digests
      .filter(digest => !DIGEST.test(digest))
      .map(layerDigest => ({
        layerDigest,
        failureCode: 'InvalidLayerDigest' as const,
        failureReason:
          "Invalid request parameters: layer digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
      })),
  }
}
