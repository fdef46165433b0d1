import { LineCounter, parseDocument } from 'yaml'
import { PhaseFailure } from './errors.ts'

export const SPEC_PHASES = ['install', 'pre_build', 'build', 'post_build'] as const

export interface SpecPhase {
  commands: string[]
  /** Run after the commands, also when they fail. */
  finally: string[]
  onFailure?: 'ABORT' | 'CONTINUE'
}

export interface SpecArtifacts {
  name?: string
  files: string[]
  excludePaths: string[]
  baseDirectory?: string
  discardPaths: boolean
}

/** A buildspec of version 0.2. */
export interface BuildSpec {
  shell: 'sh' | 'bash'
  variables: Record<string, string>
  /** Variable to parameter name. */
  parameterStore: Record<string, string>
  /** Variable to `secret:json-key:stage:version`. */
  secretsManager: Record<string, string>
  exportedVariables: string[]
  phases: Partial<Record<(typeof SPEC_PHASES)[number], SpecPhase>>
  artifacts?: SpecArtifacts
  secondaryArtifacts: Record<string, SpecArtifacts>
  /** Parts that are read over, for the log. */
  ignored: string[]
}

type Mapping = Record<string, unknown>

const LARGEST = 1024 * 1024
const IGNORED = ['batch', 'cache', 'proxy', 'reports', 'run-as']

/** Reads a buildspec. Throws a PhaseFailure of YAML_FILE_ERROR. */
export function readBuildSpec(text: string): BuildSpec {
  const spec = mapping(parse(text), 'the buildspec')
  const { version } = spec
  if (version === undefined) throw wrong('a buildspec begins with version: 0.2, and this one has no version')
  if (Number(version) !== 0.2) {
    throw wrong(`version ${JSON.stringify(version)} of buildspecs is not supported: expected version: 0.2`)
  }
  const env = mapping(spec['env'], 'env')
  const phases = mapping(spec['phases'], 'phases')
  const unknown = Object.keys(phases).find(name => !SPEC_PHASES.some(one => one === name))
  if (unknown !== undefined) {
    throw wrong(`unknown phase ${unknown}: expected ${SPEC_PHASES.join(', ')}`)
  }
  if (Object.keys(phases).length === 0)
    throw wrong('phases are missing: at least one with commands is needed')
  const artifacts = mapping(spec['artifacts'], 'artifacts')
  const secondary = mapping(artifacts['secondary-artifacts'], 'secondary-artifacts')
  const exported =
    env['exported-variables'] === undefined ? [] : texts(env['exported-variables'], 'exported-variables')
  return {
    shell: shellOf(env['shell']),
    variables: textMembers(env['variables'], 'env/variables'),
    parameterStore: textMembers(env['parameter-store'], 'env/parameter-store'),
    secretsManager: textMembers(env['secrets-manager'], 'env/secrets-manager'),
    exportedVariables: exported,
    phases: Object.fromEntries(Object.entries(phases).map(([name, phase]) => [name, phaseOf(name, phase)])),
    ...(artifacts['files'] !== undefined && { artifacts: artifactsOf(artifacts, 'artifacts') }),
    secondaryArtifacts: Object.fromEntries(
      Object.entries(secondary).map(([id, part]) => [id, artifactsOf(mapping(part, id), id)]),
    ),
    ignored: [
      ...IGNORED.filter(name => name in spec),
      ...('git-credential-helper' in env ? ['env/git-credential-helper'] : []),
      ...Object.entries(phases).flatMap(([name, phase]) =>
        ['run-as', 'runtime-versions']
          .filter(part => part in mapping(phase, name))
          .map(part => `${name}/${part}`),
      ),
    ],
  }
}

function parse(text: string): unknown {
  if (text.length > LARGEST) throw wrong(`the buildspec has more than ${LARGEST} characters`)
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [error] = document.errors
  if (error) {
    const { line } = lines.linePos(error.pos[0])
    throw wrong(`${error.message.charAt(0).toLowerCase()}${error.message.slice(1)} at line ${line}`)
  }
  try {
    return document.toJS({ maxAliasCount: 50 }) as unknown
  } catch (problem) {
    throw wrong((problem as Error).message)
  }
}

function phaseOf(name: string, given: unknown): SpecPhase {
  const phase = mapping(given, `phase ${name}`)
  const onFailure = phase['on-failure']
  if (onFailure !== undefined && onFailure !== 'ABORT' && onFailure !== 'CONTINUE') {
    throw wrong(`on-failure of phase ${name} is ${JSON.stringify(onFailure)}: expected ABORT or CONTINUE`)
  }
  // As CodeBuild says it of a phase that has nothing to run; runtime-versions alone is enough for install.
  if (phase['commands'] === undefined && phase['finally'] === undefined && !('runtime-versions' in phase)) {
    throw wrong(`No commands found for phase name: ${name}`)
  }
  return {
    commands: commandsOf(phase['commands'], 'Commands'),
    finally: commandsOf(phase['finally'], 'Finally'),
    ...(onFailure && { onFailure }),
  }
}

function commandsOf(given: unknown, member: string): string[] {
  if (given === undefined || given === null) return []
  if (typeof given === 'string') return [given]
  if (!Array.isArray(given)) throw wrong(`Expected ${member} to be a list of strings`)
  return given.map((command: unknown, index) => {
    if (typeof command === 'string') return command
    if (typeof command === 'number' || typeof command === 'boolean') return String(command)
    throw wrong(
      `Expected ${member}[${index}] to be of string type: found subkeys instead, as a colon and a space make them. Put the command in quotes`,
    )
  })
}

function artifactsOf(given: Mapping, where: string): SpecArtifacts {
  const { name, files } = given
  const baseDirectory = given['base-directory']
  const discard = given['discard-paths']
  return {
    ...(typeof name === 'string' && { name }),
    files: texts(files, `${where}/files`),
    excludePaths: given['exclude-paths'] === undefined ? [] : texts(given['exclude-paths'], 'exclude-paths'),
    ...(typeof baseDirectory === 'string' && { baseDirectory }),
    discardPaths: discard === true || discard === 'yes',
  }
}

function shellOf(given: unknown): BuildSpec['shell'] {
  if (given === undefined || given === 'sh') return 'sh'
  if (given === 'bash') return 'bash'
  throw wrong(`env/shell is ${JSON.stringify(given)}: the practice account has sh and bash`)
}

function mapping(given: unknown, where: string): Mapping {
  if (given === undefined || given === null) return {}
  if (typeof given !== 'object' || Array.isArray(given))
    throw wrong(`${where} is not a mapping of names to values`)
  return given as Mapping
}

function texts(given: unknown, where: string): string[] {
  const list: unknown[] = Array.isArray(given) ? given : [given]
  const bad = list.find(one => typeof one !== 'string')
  if (bad !== undefined || list.includes(undefined)) throw wrong(`${where} is not a list of strings`)
  return list as string[]
}

function textMembers(given: unknown, where: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mapping(given, where)).map(([name, value]) => {
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
        throw wrong(`${where}/${name} is not a text`)
      if (!/^[A-Za-z_]\w*$/.test(name))
        throw wrong(`${where} has ${JSON.stringify(name)}, which no variable can be called`)
      return [name, String(value)]
    }),
  )
}

function wrong(message: string): PhaseFailure {
  return new PhaseFailure('YAML_FILE_ERROR', message)
}
