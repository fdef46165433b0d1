import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm'
import type { EnvironmentVariable } from '@aws-sdk/client-codebuild'
import type { BuildSpec } from './build-spec.ts'
import { PhaseFailure } from './errors.ts'

/** How SDK clients act as the build's role. */
export interface ClientSettings {
  endpoint: string
  region: string
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
}

export interface ResolvedVariables {
  values: Record<string, string>
  /** Values that no log may show. */
  secrets: string[]
}

/** The variables of a build: the buildspec's, over them the project's and StartBuild's. Throws a PhaseFailure. */
export async function resolveVariables(
  settings: ClientSettings,
  spec: BuildSpec,
  given: EnvironmentVariable[],
): Promise<ResolvedVariables> {
  const of = (type: EnvironmentVariable['type']) =>
    given
      .filter(one => (one.type ?? 'PLAINTEXT') === type)
      .map(({ name = '', value = '' }) => [name, value] as const)
  const kinds = [
    { from: { ...spec.variables }, over: of('PLAINTEXT') },
    { from: { ...spec.parameterStore }, over: of('PARAMETER_STORE'), read: readParameters },
    { from: { ...spec.secretsManager }, over: of('SECRETS_MANAGER'), read: readSecrets },
  ] as const
  const values: Record<string, string> = {}
  const secrets: string[] = []
  const names = new Set(given.map(({ name }) => name))
  for (const kind of kinds) {
    const own = Object.entries(kind.from).filter(([name]) => !names.has(name))
    const wanted = Object.fromEntries([...own, ...kind.over])
    if (!('read' in kind)) {
      Object.assign(values, wanted)
      continue
    }
    if (Object.keys(wanted).length === 0) continue
    const found = await kind.read(settings, wanted)
    Object.assign(values, found)
    secrets.push(...Object.values(found))
  }
  return { values, secrets }
}

type Wanted = Record<string, string>

async function readParameters(settings: ClientSettings, wanted: Wanted): Promise<Record<string, string>> {
  const client = new SSMClient(settings)
  const names = [...new Set(Object.values(wanted))]
  const values = new Map<string, string>()
  for (let index = 0; index < names.length; index += 10) {
    const Names = names.slice(index, index + 10)
    const { Parameters, InvalidParameters } = await client
      .send(new GetParametersCommand({ Names, WithDecryption: true }))
      .catch((error: Error) => {
        throw new PhaseFailure('CLIENT_ERROR', `Decrypted Variables Error: ${error.name}: ${error.message}`)
      })
    if (InvalidParameters?.length) {
      throw new PhaseFailure(
        'CLIENT_ERROR',
        `Decrypted Variables Error: parameter does not exist: ${InvalidParameters[0]}`,
      )
    }
    for (const { Name = '', Value = '' } of Parameters ?? []) values.set(Name, Value)
  }
  // A parameter may have been asked for by its ARN.
  const valueOf = (name: string) =>
    values.get(name) ?? values.get(name.replace(/^arn:[^/]*:parameter/, '')) ?? ''
  return Object.fromEntries(Object.entries(wanted).map(([variable, name]) => [variable, valueOf(name)]))
}

async function readSecrets(settings: ClientSettings, wanted: Wanted): Promise<Record<string, string>> {
  const client = new SecretsManagerClient(settings)
  const found = Object.entries(wanted).map(async ([variable, reference]) => {
    const { SecretId, key, VersionStage, VersionId } = partsOf(reference)
    const { SecretString = '' } = await client
      .send(
        new GetSecretValueCommand({
          SecretId,
          ...(VersionStage && { VersionStage }),
          ...(VersionId && { VersionId }),
        }),
      )
      .catch((error: Error) => {
        throw new PhaseFailure(
          'CLIENT_ERROR',
          `Secrets Manager Error Message: ${error.name}: ${error.message}`,
        )
      })
    return [variable, key ? memberOf(SecretString, key, SecretId) : SecretString]
  })
  return Object.fromEntries(await Promise.all(found)) as Record<string, string>
}

/** `secret-id:json-key:version-stage:version-id`, of which the last three may be empty or missing. */
function partsOf(reference: string) {
  const parts = reference.split(':')
  const length = reference.startsWith('arn:') ? 7 : 1
  const [key, VersionStage, VersionId] = parts.slice(length)
  return { SecretId: parts.slice(0, length).join(':'), key, VersionStage, VersionId }
}

function memberOf(text: string, key: string, secret: string): string {
  let value: unknown
  try {
    value = (JSON.parse(text) as Record<string, unknown>)[key]
  } catch {
    value = undefined
  }
  if (value === undefined) {
    throw new PhaseFailure(
      'CLIENT_ERROR',
      `Secrets Manager Error Message: the secret ${secret} is not JSON with the key ${key}`,
    )
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}
