import {
  ImageNotFoundException,
  type ImageIdentifier,
  InvalidParameterException,
  RepositoryNotFoundException,
  UploadNotFoundException,
} from '@aws-sdk/client-ecr'

/** The SDK's exceptions want metadata that only clients have. */
export function thrown<E>(
  Exception: new (options: { message: string; $metadata: object }) => E,
  message: string,
): E {
  return new Exception({ message, $metadata: {} })
}

/** ECR's sentence for a parameter that is not as it must be. */
export function invalidParameter(member: string, constraint: string): InvalidParameterException {
  return thrown(
    InvalidParameterException,
    `Invalid parameter at '${member}' failed to satisfy constraint: '${constraint}'`,
  )
}

export function repositoryNotFound(name: string, accountId: string): RepositoryNotFoundException {
  return thrown(
    RepositoryNotFoundException,
    `The repository with name '${name}' does not exist in the registry with id '${accountId}'`,
  )
}

export function imageNotFound(id: ImageIdentifier, name: string, accountId: string): ImageNotFoundException {
  const shown = `{imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'}`
  return thrown(
    ImageNotFoundException,
    `The image with imageId ${shown} does not exist within the repository with name '${name}' in the registry with id '${accountId}'`,
  )
}

export function uploadNotFound(id: string, name: string, accountId: string): UploadNotFoundException {
  return thrown(
    UploadNotFoundException,
    `The upload with upload id '${id}' does not exist in the repository with name '${name}' in the registry with id '${accountId}'`,
  )
}
