import type { BuildDocument } from './store.ts'
import { placeOf } from './source.ts'

/** Memory of a build by its computeType, as on AWS. */
export const MEMORY_MIB: Readonly<Record<string, number>> = {
  BUILD_GENERAL1_SMALL: 4096,
  BUILD_GENERAL1_MEDIUM: 8192,
  BUILD_GENERAL1_LARGE: 16_384,
  BUILD_GENERAL1_XLARGE: 73_728,
  BUILD_GENERAL1_2XLARGE: 148_480,
}

/** The variables that CodeBuild gives to every command of a build. */
export function buildVariables(build: BuildDocument, region: string): Record<string, string> {
  const { source, sourceVersion } = build
  const { bucket, key } = placeOf(source.location ?? '')
  const location = source.type === 'S3' ? `arn:aws:s3:::${bucket}/${key}` : ''
  return {
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
    CI: 'true',
    CODEBUILD_BUILD_ARN: build.arn,
    CODEBUILD_BUILD_ID: build.id,
    CODEBUILD_BUILD_IMAGE: build.environment.image ?? '',
    CODEBUILD_BUILD_NUMBER: String(build.buildNumber),
    CODEBUILD_CI: 'true',
    CODEBUILD_INITIATOR: build.initiator,
    CODEBUILD_KMS_KEY_ID: build.encryptionKey,
    CODEBUILD_LOG_PATH: build.logStream?.streamName ?? '',
    CODEBUILD_PROJECT_ARN: build.arn.replace(/:build\/([^:]*):.*$/, ':project/$1'),
    CODEBUILD_SOURCE_REPO_URL: source.type === 'S3' ? `${bucket}/${key}` : '',
    CODEBUILD_SOURCE_VERSION: sourceVersion ?? location,
    CODEBUILD_START_TIME: String(build.startTime),
  }
}
