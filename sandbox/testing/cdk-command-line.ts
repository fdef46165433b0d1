import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const CDK = path.join(import.meta.dirname, '../../node_modules/aws-cdk/bin/cdk')

/** Where the command line works, and for whom. */
export interface CdkCaller {
  endpoint: string
  accessKeyId: string
  secretAccessKey: string
  /** HOME, and where it works unless a call says otherwise. */
  folder: string
}

/** The variables that `cdk` and other command lines need: the key, and of the practice account its address alone. */
export function cdkEnvironment({
  endpoint,
  accessKeyId,
  secretAccessKey,
  folder,
}: CdkCaller): NodeJS.ProcessEnv {
  return {
    // The Node of this process first: a cdk.json says `node`, and an app may be TypeScript.
    PATH: [path.dirname(process.execPath), process.env['PATH']].join(path.delimiter),
    ...{ HOME: folder, CDK_HOME: folder, CI: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true' },
    ...{ AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' },
    ...{ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
  }
}

/** The real command line, unchanged. Answers what it said; throws when it fails. */
export async function cdk(caller: CdkCaller, parameters: string[], cwd = caller.folder): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, [CDK, ...parameters, '--no-notices'], {
    ...{ env: cdkEnvironment(caller), cwd, maxBuffer: 16 * 1024 * 1024 },
  })
  return stdout + stderr
}
