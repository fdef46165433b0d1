import type { ExportedEnvironmentVariable } from '@aws-sdk/client-codebuild'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { BuildEnvironment } from './environment/build-environment.ts'

export interface ShellStart {
  variables: Record<string, string>
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  /** Where the first command runs, as commands see it. */
  directory: string
}

/**
 * Runs one command after the other, each by a shell of its own that takes up the variables and the folder which the one before
 * left, as CodeBuild's agent does.
 */
export class CommandShell {
  /** The folder of the source, as commands see it. */
  readonly source: string
  readonly #environment: BuildEnvironment
  readonly #folder: string
  readonly #shell: 'sh' | 'bash'

  constructor(folder: string, environment: BuildEnvironment, shell: 'sh' | 'bash', start: ShellStart) {
    this.#folder = folder
    this.#environment = environment
    this.#shell = shell
    this.source = start.directory
    const { root } = environment
    const { accessKeyId, secretAccessKey, sessionToken } = start.credentials
    // In a file, not in variables: `env` in a buildspec must not print them.
    this.#write(
      'credentials',
      `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n${sessionToken ? `aws_session_token = ${sessionToken}\n` : ''}`,
    )
    const variables = { ...start.variables, AWS_SHARED_CREDENTIALS_FILE: `${root}/tmp/credentials` }
    const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`)
    this.#write('env.sh', `${lines.join('\n')}\n`)
    this.#write('dir.txt', `${start.directory}\n`)
  }

  /** Answers the command's exit code. */
  run(command: string, succeeding: boolean, onLine: (line: string) => void): Promise<number> {
    const tmp = `${this.#environment.root}/tmp`
    // The command stands in line 4, where messages of CodeBuild's shell place it too.
    this.#write(
      'script.sh',
      `cd "$(cat ${quoted(`${tmp}/dir.txt`)})"
. ${quoted(`${tmp}/env.sh`)}; export CODEBUILD_BUILD_SUCCEEDING=${succeeding ? 1 : 0}
set -a
${command}
CODEBUILD_LAST_EXIT=$?
export -p > ${quoted(`${tmp}/env.sh`)}
pwd > ${quoted(`${tmp}/dir.txt`)}
exit $CODEBUILD_LAST_EXIT
`,
    )
    return this.#environment.run('tmp/script.sh', this.#shell, onLine)
  }

  /** The values that variables have now. */
  async read(names: string[]): Promise<ExportedEnvironmentVariable[]> {
    const found: ExportedEnvironmentVariable[] = []
    for (const name of names) {
      if (/^[A-Za-z_]\w*$/.test(name)) found.push({ name, value: await this.expand(`$${name}`) })
    }
    return found
  }

  /** A text with its variables and command substitutions filled in. */
  async expand(text: string): Promise<string> {
    if (!text.includes('$')) return text
    const lines: string[] = []
    await this.run(`printf '%s\\n' "${text.replaceAll('"', '\\"')}"`, true, line => lines.push(line))
    return lines.join('\n')
  }

  #write(name: string, text: string): void {
    writeFileSync(path.join(this.#folder, 'tmp', name), text, { mode: 0o600 })
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
