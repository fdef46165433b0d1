import type { WithoutEffect } from '../../gateway/service.ts'

/** Parameters that are accepted and change nothing. */
export const withoutEffect: WithoutEffect = {
  BatchGetImage: { acceptedMediaTypes: 'manifests come as they were pushed' },
  GetAuthorizationToken: { registryIds: 'the token is for the registry of the account' },
}
