/** An image in a registry of this practice account. */
export interface EcrImageName {
  accountId: string
  region: string
  repositoryName: string
  /** `latest` when the name has neither tag nor digest. */
  tag?: string
  digest?: string
}

const REGION = '[a-z]{2,4}(?:-[a-z]+)+-\\d{1,2}'
const ON_AWS = new RegExp(`^(\\d{12})\\.dkr\\.ecr\\.(${REGION})\\.amazonaws\\.com/(.+)$`)
const HERE = new RegExp(`^(?:127\\.0\\.0\\.1|localhost):\\d+/(\\d{12})/(${REGION})/(.+)$`)

/** Host and port of the registry, as docker on this machine is told it. */
export function registryHost(endpoint: string): string {
  return new URL(endpoint).host
}

/** What CreateRepository answers, and commands show: on AWS account and region are in the host's name, here in the path. */
export function repositoryUri(
  endpoint: string,
  { accountId, region }: { accountId: string; region: string },
  repositoryName: string,
): string {
  return `${registryHost(endpoint)}/${accountId}/${region}/${repositoryName}`
}

/** Reads `127.0.0.1:4566/111122223333/eu-west-1/web:1`, or AWS's own name of it; undefined for images of other registries. */
export function parseImageName(image: string): EcrImageName | undefined {
  const [, accountId, region, rest] = ON_AWS.exec(image) ?? HERE.exec(image) ?? []
  if (!accountId || !region || !rest) return undefined
  const [name = '', digest] = rest.split('@')
  const colon = name.lastIndexOf(':')
  const repositoryName = colon === -1 ? name : name.slice(0, colon)
  if (digest !== undefined) return { accountId, region, repositoryName, digest }
  return { accountId, region, repositoryName, tag: colon === -1 ? 'latest' : name.slice(colon + 1) }
}
