import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr'
import { PhaseFailure } from './errors.ts'
import type { ClientSettings } from './variables.ts'

/** User and password for ECR, as the build's role. Throws a PhaseFailure. */
export async function registryLogin(
  settings: ClientSettings,
): Promise<{ username: string; password: string }> {
  try {
    const { authorizationData } = await new ECRClient(settings).send(new GetAuthorizationTokenCommand({}))
    const token = Buffer.from(authorizationData?.[0]?.authorizationToken ?? '', 'base64').toString()
    const [username = '', ...password] = token.split(':')
    return { username, password: password.join(':') }
  } catch (error) {
    throw new PhaseFailure(
      'BUILD_CONTAINER_UNABLE_TO_PULL_IMAGE',
      `Unable to pull customer's container image. ${(error as Error).message}`,
    )
  }
}
