/** Where a build's commands run. */
export interface BuildEnvironment {
  /** What it is, for the build's log. */
  readonly description: string
  /** The build's own folder as its commands see it. */
  readonly root: string
  /** Runs a script of that folder to its end; answers its exit code. Ended by `end` it answers 137. */
  run(script: string, shell: 'sh' | 'bash', onLine: (line: string) => void): Promise<number>
  /** Kills what still runs, and removes all but the folder. */
  end(): Promise<void>
}

/** What an environment is made for. */
export interface EnvironmentPlan {
  /** The build's own folder on this machine. */
  folder: string
  image: string
  /** Whether commands may use the container engine. */
  privileged: boolean
  memoryMiB: number
  /** Variables of all commands, but for those that say where things are. */
  variables: Record<string, string>
  /** Gets the password for a registry when the image has to be pulled. */
  registryLogin?: () => Promise<{ username: string; password: string }>
}

/** The folder of the wrapper around `aws`, in the build's own. */
export const PROGRAMS = 'bin'

const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** The PATH of commands: our wrapper, this machine's Node, then what is installed. */
export function pathOf(root: string, nodeFolder: string | undefined, installed = SYSTEM_PATH): string {
  return [`${root}/${PROGRAMS}`, ...(nodeFolder ? [nodeFolder] : []), installed].join(':')
}

/** Variables that tell `aws`, SDKs and curl in a build where AWS is. */
export function awsVariables(endpoint: string): Record<string, string> {
  const direct = ['localhost', '127.0.0.1', '::1', new URL(endpoint).hostname].join(',')
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    http_proxy: endpoint,
    NO_PROXY: direct,
    no_proxy: direct,
    // Without attestations an image is one manifest, whichever builder made it.
    BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
  }
}
