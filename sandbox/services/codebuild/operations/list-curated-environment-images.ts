import type { ListCuratedEnvironmentImagesOutput } from '@aws-sdk/client-codebuild'
import type { Operation } from '../../../operation.ts'
import { CURATED_IMAGES } from '../curated-images.ts'

/** CodeBuild's own images. */
export const listCuratedEnvironmentImages: Operation<object, ListCuratedEnvironmentImagesOutput> = () => ({
  platforms: CURATED_IMAGES,
})
