import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr'
import { type RunningSandbox, type SandboxOptions, startSandbox } from '../../../start.ts'

export const REGION = 'eu-west-1'
export const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json'
export const INDEX = 'application/vnd.oci.image.index.v1+json'

/** A practice account with an ECR client, and docker's credentials. */
export interface TestRegistry {
  running: RunningSandbox
  accountId: string
  ecr: ECRClient
  /** For clients of other services. */
  settings: {
    endpoint: string
    region: string
    credentials: { accessKeyId: string; secretAccessKey: string }
  }
  authorization: string
}

export function startTestSandbox(options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> {
  return startSandbox({ dataDir: ':memory:', runtime: 'process', logLevel: 'silent', ...options })
}

/** A new account of its own, logged in to its registry. */
export async function openAccount(running: RunningSandbox): Promise<TestRegistry> {
  const key = running.createAccount()
  const { accessKeyId, secretAccessKey, accountId } = key
  const credentials = { accessKeyId, secretAccessKey }
  const settings = { endpoint: running.endpoint, region: REGION, credentials }
  const ecr = new ECRClient(settings)
  return { running, accountId, ecr, settings, authorization: await logIn(ecr) }
}

/** The header that docker sends after `docker login`. */
export async function logIn(ecr: ECRClient): Promise<string> {
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}))
  return `Basic ${authorizationData?.[0]?.authorizationToken}`
}

/** Makes a repository; answers the path of its registry, such as `/v2/111122223333/eu-west-1/web`. */
export async function newRepository(
  { ecr, accountId }: TestRegistry,
  repositoryName: string,
): Promise<string> {
  await ecr.send(new CreateRepositoryCommand({ repositoryName }))
  return `/v2/${accountId}/${REGION}/${repositoryName}`
}

export function sha256(content: string | Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`
}

export interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
  /** `CODE: message` of the first error. */
  error: string
}

/** One request, its path sent as it stands. Without credentials of its own it has docker's. */
export function call(
  { running, authorization }: Pick<TestRegistry, 'running' | 'authorization'>,
  method: string,
  path: string,
  options: { body?: string | Buffer; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const headers = { authorization, ...options.headers }
  return new Promise((resolve, reject) => {
    const outgoing = request(running.endpoint, { method, path, headers, agent: false }, response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString()
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, error: errorIn(body) })
      })
      response.on('error', reject)
    })
    outgoing.on('error', reject)
    outgoing.end(options.body)
  })
}

function errorIn(body: string): string {
  try {
    const { errors } = JSON.parse(body) as { errors?: { code: string; message: string }[] }
    return errors?.[0] ? `${errors[0].code}: ${errors[0].message}` : ''
  } catch {
    return ''
  }
}

/** Uploads a blob in one request; answers its digest. */
export async function pushBlob(registry: TestRegistry, base: string, content: string): Promise<string> {
  const digest = sha256(content)
  const { status, body } = await call(registry, 'POST', `${base}/blobs/uploads/?digest=${digest}`, {
    body: content,
  })
  if (status !== 201) throw new Error(`The upload answered ${status}: ${body}`)
  return digest
}

/** The manifest of an image of these layers, its configuration first. */
export function manifestOf(contents: string[]): string {
  const [config = '', ...layers] = contents
  const descriptor = (mediaType: string, content: string) => ({
    mediaType,
    size: Buffer.byteLength(content),
    digest: sha256(content),
  })
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: descriptor('application/vnd.docker.container.image.v1+json', config),
    layers: layers.map(layer => descriptor('application/vnd.docker.image.rootfs.diff.tar.gzip', layer)),
  })
}

/** Pushes an image of these blobs; answers its digest. */
export async function pushImage(
  registry: TestRegistry,
  base: string,
  tag: string,
  contents: string[],
): Promise<string> {
  for (const content of contents) await pushBlob(registry, base, content)
  const body = manifestOf(contents)
  const headers = { 'content-type': MANIFEST }
  const answer = await call(registry, 'PUT', `${base}/manifests/${tag}`, { body, headers })
  if (answer.status !== 201) throw new Error(`The manifest answered ${answer.status}: ${answer.body}`)
  return sha256(body)
}

/** How a call was refused, as `Name: message`. */
export function refusal(sent: Promise<unknown>): Promise<string> {
  return sent.then(
    () => 'no error',
    (error: Error) => `${error.name}: ${error.message}`,
  )
}
