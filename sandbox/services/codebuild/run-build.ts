import type { BuildPhaseType } from '@aws-sdk/client-codebuild'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { uploadArtifacts } from './artifacts.ts'
import { BuildLog, logStreamOf } from './build-log.ts'
import { closeBuildSession, openBuildSession, type BuildSession } from './build-session.ts'
import { readBuildSpec, SPEC_PHASES, type BuildSpec } from './build-spec.ts'
import { buildVariables, MEMORY_MIB } from './build-variables.ts'
import { CommandShell } from './command-shell.ts'
import type { BuildEnvironment } from './environment/build-environment.ts'
import { openEnvironment } from './environment/open-environment.ts'
import { PhaseFailure } from './errors.ts'
import { beginPhase, completeBuild, endPhase, saveBuild, type Interruption } from './phases.ts'
import { registryLogin } from './registry-login.ts'
import { downloadSource } from './source.ts'
import type { BuildDocument } from './store.ts'
import { resolveVariables, type ClientSettings } from './variables.ts'

/** What AWS needs to make a build's container ready, in the account's own time. */
const PROVISIONING_MS = 5_000

/** Where builds have their folders while they run. */
export function buildsFolder({ config }: Sandbox): string {
  return path.resolve(config.dataDir, 'codebuild')
}

/** One build on its way through its phases. */
export class BuildRun {
  readonly build: BuildDocument
  readonly scope: Scope
  readonly #sandbox: Sandbox
  readonly #folder: string
  readonly #interrupted = new AbortController()
  #session: BuildSession | undefined
  #environment: BuildEnvironment | undefined
  #log: BuildLog | undefined
  #shell: CommandShell | undefined
  #spec: BuildSpec | undefined
  #failed = false

  constructor(sandbox: Sandbox, scope: Scope, build: BuildDocument) {
    this.#sandbox = sandbox
    this.scope = scope
    this.build = build
    this.#folder = path.join(buildsFolder(sandbox), scope.accountId, build.id.split(':')[1] ?? '')
  }

  /** Ends the build before its time; what runs is killed. */
  interrupt(how: Interruption): void {
    if (this.#interrupted.signal.aborted) return
    this.#interrupted.abort(how)
    void this.#environment?.end()
  }

  /** Never throws. */
  async run(): Promise<void> {
    try {
      const ready =
        (await this.#phase('PROVISIONING', () => this.#provision())) &&
        (await this.#phase('DOWNLOAD_SOURCE', () => this.#download()))
      if (ready && (await this.#runCommands())) {
        await this.#phase('UPLOAD_ARTIFACTS', () => this.#upload())
      }
      if (this.#environment) await this.#phase('FINALIZING', () => this.#finalize())
    } catch (error) {
      if (!this.#interruption) this.#fault(error)
    } finally {
      await this.#cleanUp()
      completeBuild(
        this.#sandbox,
        this.scope,
        this.build,
        this.#interruption ?? (this.#failed ? 'FAILED' : 'SUCCEEDED'),
      )
      this.#sandbox.store.flush()
    }
  }

  get #interruption(): Interruption | undefined {
    return this.#interrupted.signal.aborted ? (this.#interrupted.signal.reason as Interruption) : undefined
  }

  /** Goes through one phase; answers whether it succeeded. Throws when the build is interrupted in it. */
  async #phase(type: BuildPhaseType, work: () => Promise<void>): Promise<boolean> {
    const { build, scope } = this
    beginPhase(this.#sandbox, scope, build, type)
    let failure: PhaseFailure | undefined
    try {
      await work()
    } catch (error) {
      if (!(error instanceof PhaseFailure) && !this.#interruption) throw error
      if (error instanceof PhaseFailure) failure = error
    }
    const how = this.#interruption
    if (how) {
      const timedOut = how === 'TIMED_OUT' && {
        statusCode: 'BUILD_TIMED_OUT',
        message: 'Build has timed out. ',
      }
      endPhase(this.#sandbox, scope, build, how, timedOut || undefined)
      throw new Error(`The build was interrupted: ${how}.`)
    }
    if (failure) this.#failed = true
    endPhase(this.#sandbox, scope, build, failure ? 'FAILED' : 'SUCCEEDED', failure)
    // The log begins in the source's phase.
    if (type !== 'PROVISIONING' && type !== 'FINALIZING') {
      this.#log?.say(`Phase complete: ${type} State: ${failure ? 'FAILED' : 'SUCCEEDED'}`)
      this.#log?.say(
        `Phase context status code: ${failure?.statusCode ?? ''} Message: ${failure?.message ?? ''}`,
      )
    }
    return !failure
  }

  async #provision(): Promise<void> {
    const { build, scope } = this
    if (build.environment.privilegedMode && this.#sandbox.config.privilegedBuilds === 'off') {
      throw new PhaseFailure(
        'CLIENT_ERROR',
        'This practice account gives builds no container engine: whoever has one is root on its machine, and others use it too. Set privilegedMode to false.',
      )
    }
    const session = openBuildSession(this.#sandbox, build)
    this.#session = session
    const stream = logStreamOf(build)
    if (stream) build.logStream = stream
    this.#log = new BuildLog(this.#sandbox, scope, build, session)
    await this.#wait(PROVISIONING_MS)
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    this.#environment = await openEnvironment(this.#sandbox, {
      folder: this.#folder,
      image: build.environment.image ?? '',
      privileged: build.environment.privilegedMode === true,
      memoryMiB: MEMORY_MIB[build.environment.computeType ?? ''] ?? 3072,
      variables: buildVariables(build, scope.region),
      ...(build.environment.imagePullCredentialsType === 'SERVICE_ROLE' && {
        registryLogin: () => registryLogin(this.#clients()),
      }),
    })
    // It may have been interrupted before there was something to end.
    if (this.#interruption) await this.#environment.end()
    saveBuild(scope, build)
  }

  async #download(): Promise<void> {
    const { build } = this
    const { environment, log } = this.#ready()
    const source = `src${String(build.startTime).slice(-9)}`
    log.say(`Running on the practice account: ${environment.description}`)
    log.say('Waiting for DOWNLOAD_SOURCE')
    const folder = path.join(this.#folder, source, 'src')
    const version = await downloadSource(this.#clients(), build, folder)
    log.say('Phase is DOWNLOAD_SOURCE')
    const seen = `${environment.root}/${source}/src`
    log.say(`CODEBUILD_SRC_DIR=${seen}`)
    if (version !== undefined) build.resolvedSourceVersion = version
    const spec = readBuildSpec(this.#buildSpecText(folder, seen, log))
    log.say('Processing environment variables')
    const { values, secrets } = await resolveVariables(
      this.#clients(),
      spec,
      build.environment.environmentVariables ?? [],
    )
    log.hide(secrets)
    this.#spec = spec
    this.#shell = new CommandShell(this.#folder, environment, spec.shell, {
      variables: {
        ...values,
        CODEBUILD_SRC_DIR: seen,
        ...(version !== undefined && { CODEBUILD_RESOLVED_SOURCE_VERSION: version }),
      },
      credentials: this.#ready().session.credentials,
      directory: seen,
    })
    if (spec.ignored.length > 0)
      log.say(`Read over, as the practice account does not have it: ${spec.ignored.join(', ')}`)
    log.say(`Moving to directory ${seen}`)
    log.say(`Phases found in YAML: ${Object.keys(spec.phases).length}`)
    for (const [name, phase] of Object.entries(spec.phases)) {
      const count = phase.commands.length
      log.say(` ${name.toUpperCase()}: ${count} ${count === 1 ? 'command' : 'commands'}`)
    }
  }

  #buildSpecText(folder: string, seen: string, log: BuildLog): string {
    const given = this.build.source.buildspec || 'buildspec.yml'
    if (/[\n:]/.test(given)) {
      log.say('YAML location is /codebuild/readonly/buildspec.yml')
      return given
    }
    log.say(`YAML location is ${seen}/${given}`)
    const file = path.resolve(folder, given)
    try {
      if (!file.startsWith(folder + path.sep)) throw new Error('outside of the source')
      return readFileSync(file, 'utf8')
    } catch {
      throw new PhaseFailure('YAML_FILE_ERROR', `stat ${seen}/${given}: no such file or directory`)
    }
  }

  /** Goes through the phases of the buildspec; answers whether artifacts are to be stored. */
  async #runCommands(): Promise<boolean> {
    const { spec } = this.#ready()
    for (const name of SPEC_PHASES) {
      const ok = await this.#phase(name.toUpperCase() as BuildPhaseType, () => this.#runSpecPhase(name))
      if (ok) continue
      const what = spec.phases[name]?.onFailure
      if (what === 'CONTINUE') continue
      // POST_BUILD and UPLOAD_ARTIFACTS follow a BUILD that failed, as on AWS; not what came before it.
      if (what === 'ABORT' || name === 'install' || name === 'pre_build') return false
    }
    return true
  }

  async #runSpecPhase(name: (typeof SPEC_PHASES)[number]): Promise<void> {
    const { spec, shell, log } = this.#ready()
    log.say(`Entering phase ${name.toUpperCase()}`)
    const phase = spec.phases[name]
    if (!phase) return
    let failure: PhaseFailure | undefined
    const run = async (command: string) => {
      if (this.#interruption) return
      log.say(`Running command ${command}`)
      const code = await shell.run(command, !this.#failed && !failure, line => log.print(line))
      if (code === 0 || this.#interruption) return
      log.say(`Command did not exit successfully ${command} exit status ${code}`)
      const text = `Error while executing command: ${command}. Reason: exit status ${code}`
      failure ??= new PhaseFailure('COMMAND_EXECUTION_ERROR', text)
    }
    for (const command of phase.commands) {
      await run(command)
      if (failure) break
    }
    for (const command of phase.finally) await run(command)
    if (failure) throw failure
  }

  async #upload(): Promise<void> {
    const { spec, shell, log } = this.#ready()
    const { build } = this
    build.exported = await shell.read(spec.exportedVariables)
    saveBuild(this.scope, build)
    const wanted = build.artifacts.type === 'S3' || build.secondaryArtifacts.length > 0
    if (!wanted) return
    build.stored = await uploadArtifacts({
      ...{ settings: this.#clients(), build, spec },
      folder: path.join(this.#folder, path.relative(this.#ready().environment.root, shell.source)),
      expand: text => shell.expand(text),
      say: text => log.say(text),
    })
  }

  #finalize(): Promise<void> {
    this.#log?.flush()
    return Promise.resolve()
  }

  /** What the phases before have made. */
  #ready() {
    const [session, environment, log, spec, shell] = [
      this.#session,
      this.#environment,
      this.#log,
      this.#spec,
      this.#shell,
    ]
    return { session, environment, log, spec, shell } as {
      session: BuildSession
      environment: BuildEnvironment
      log: BuildLog
      spec: BuildSpec
      shell: CommandShell
    }
  }

  #clients(): ClientSettings {
    const { endpoint } = this.#sandbox.config
    return { endpoint, region: this.scope.region, credentials: this.#ready().session.credentials }
  }

  /** Resolves after so long in the account's own time, or at once when the build is interrupted. */
  #wait(ms: number): Promise<void> {
    return new Promise(resolve => {
      const cancel = this.#sandbox.clock.after(this.scope.accountId, ms, () => resolve())
      const { signal } = this.#interrupted
      signal.addEventListener('abort', () => (cancel(), resolve()), { once: true })
    })
  }

  #fault(error: unknown): void {
    this.#sandbox.log.error(
      { err: error, build: this.build.arn },
      'a build failed in the practice account itself',
    )
    this.#interrupted.abort('FAULT')
    const message = `Internal error of the practice account: ${(error as Error).message}`
    endPhase(this.#sandbox, this.scope, this.build, 'FAULT', {
      statusCode: 'INTERNAL_SERVICE_ERROR',
      message,
    })
  }

  async #cleanUp(): Promise<void> {
    try {
      await this.#environment?.end()
      this.#log?.flush()
      if (this.#session) closeBuildSession(this.#sandbox, this.build, this.#session)
      rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 })
    } catch (error) {
      this.#sandbox.log.warn({ err: error, folder: this.#folder }, 'a build’s folder could not be removed')
    }
  }
}
