import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Why a command such as `ecs continue-service-deployment` cannot be typed here; undefined where the aws command line has it. In CI it is an error. */
export async function awsLacks(command: string): Promise<string | undefined> {
  try {
    await run('aws', [...command.split(' '), '--generate-cli-skeleton'])
    return undefined
  } catch {
    const version = await run('aws', ['--version']).then(
      ({ stdout, stderr }) => (stdout || stderr).split(' ')[0],
    )
    const reason = `it needs an aws command line that knows “aws ${command}”, and ${version} is older. Install a newer one: https://aws.amazon.com/cli/`
    // What is skipped in CI has proved nothing.
    if (process.env['CI'] === 'true') throw new Error(`CI cannot leave this out: ${reason}`)
    return reason
  }
}
