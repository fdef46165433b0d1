import { delimiter, join } from 'node:path'

/** The account a shell speaks to: an endpoint, a region and credentials, or a profile of the learner's own machine. */
export interface ShellAccount {
  endpoint?: string
  httpProxy?: string
  region: string
  accountId: string
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  /** Name in the learner's ~/.aws; used when there are no credentials. */
  profile?: string
}

/** Programs that stand before the machine's own in a lab's shell. */
export const SHELL_PROGRAMS = join(import.meta.dirname, 'bin')
const LOOPBACK = 'localhost,127.0.0.1,::1'

/**
 * The variables that let the `aws` command line, SDKs, cdk and curl in a lab's terminal work in this account. Nothing of the
 * runner's own environment is in it. HOME is the shell's own; give CDK_HOME with it, for cdk remembers the account of a key there.
 */
export function shellEnvironment(account: ShellAccount): Record<string, string> {
  const environment: Record<string, string> = {
    AWS_REGION: account.region,
    AWS_DEFAULT_REGION: account.region,
    AWS_PAGER: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    SLIPWAY_ACCOUNT: account.accountId,
  }
  if (account.credentials) {
    environment.AWS_ACCESS_KEY_ID = account.credentials.accessKeyId
    environment.AWS_SECRET_ACCESS_KEY = account.credentials.secretAccessKey
    if (account.credentials.sessionToken) environment.AWS_SESSION_TOKEN = account.credentials.sessionToken
  } else if (account.profile) {
    environment.AWS_PROFILE = account.profile
  }
  if (account.endpoint) {
    environment.AWS_ENDPOINT_URL = account.endpoint
    // "aws logs start-live-tail" would ask for stream-127.0.0.1, which no resolver knows. Command lines heed it from late 2024 on.
    environment.AWS_DISABLE_HOST_PREFIX_INJECTION = 'true'
  }
  if (account.httpProxy) {
    environment.http_proxy = account.httpProxy
    // Clients of databases know of no proxy: these lead them through it.
    environment.PATH = [SHELL_PROGRAMS, process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin'].join(delimiter)
    environment.SLIPWAY_NODE = process.execPath
    environment.NO_PROXY = LOOPBACK
    environment.no_proxy = LOOPBACK
  }
  return environment
}

/** The variables that let `docker` in a lab's terminal reach the engine that the checks read. HOME of the shell is not the user's. */
export function engineEnvironment(engineHost: string | null): Record<string, string> {
  if (engineHost === null) return {}
  // Without attestations an image is one manifest, whichever builder made it.
  return { DOCKER_HOST: engineHost, BUILDX_NO_DEFAULT_ATTESTATIONS: '1', DOCKER_CLI_HINTS: 'false' }
}
