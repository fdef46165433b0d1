import type { RunningSandbox } from '../../../start.ts'
import type { StoredDocument } from '../../../store/stored-document.ts'

/** What is remembered of what was, or measured of what is, as on AWS: no part of what an account holds. */
const HISTORY = [
  ...[/^cloudformation/, /^sts/, /^account/, /^cloudwatch:(chunk|series|history)/, /^logs:(?!group)/],
  ...[/^ecs:(task$|family|token|client-token|service-deployment|service-revision|event)/, /^lambda:event/],
]
/** Members that change with the clock, or are made anew whenever something is set again to what it was. */
const PASSING = [
  ...['deployments', 'events', 'updatedAt', 'lastModified', 'taskSets', 'currentDeployment', 'storedBytes'],
  ...['modifiedAt', 'changedAt', 'newestVersion', 'DefaultVersionId'],
  ...[
    'state',
    'transitionedAt',
    'revisionId',
    'SecurityGroupRuleId',
    'networkInterfaceId',
    'availableAt',
    'RouteTableAssociationId',
    'lastEvaluatedAt',
  ],
]

/** Every document of the account with all its properties: what is there and how it is set. */
export function inventory(running: RunningSandbox, accountId: string): string[] {
  return running.sandbox.store
    .exportAccount(accountId)
    .filter(document => !HISTORY.some(kind => kind.test(document.kind)) && !isPast(document))
    .map(
      document =>
        `${document.region} ${document.kind} ${document.id} ${JSON.stringify(lasting(current(document)))}`,
    )
    .sort()
}

/** What is shown for a while when it is gone, and what the services make for themselves and keep, as on AWS. */
function isPast({ kind, id, body }: StoredDocument): boolean {
  const { status, Path, requesterId } = body as { status?: string; Path?: string; requesterId?: string }
  if (kind === 'iam:role') return Path?.startsWith('/aws-service-role/') ?? false
  if (kind === 'logs:group') return id.startsWith('/aws/ecs/containerinsights/')
  if (kind === 'ec2:network-interface') return requesterId === 'amazon-elb'
  return kind.startsWith('ecs:') && status === 'INACTIVE'
}

/** Of secrets, parameters and policies the version that holds. */
function current({ kind, body }: StoredDocument): unknown {
  // Beside who it is a target has nothing but its health.
  if (kind === 'elbv2:target') return {}
  const { versions, DefaultVersionId, ...rest } = body as { versions?: Version[]; DefaultVersionId?: string }
  if (!versions) return rest
  const holds =
    versions.find(({ stages }) => stages?.includes('AWSCURRENT')) ??
    versions.find(({ VersionId }) => VersionId !== undefined && VersionId === DefaultVersionId) ??
    versions.at(-1)
  return { ...rest, version: holds?.secretString ?? holds?.document ?? holds?.value }
}

interface Version {
  stages?: string[]
  VersionId?: string
  secretString?: string
  document?: string
  value?: string
}

/** The same text for sets in whatever order, and members in whatever order. */
function lasting(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(lasting).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !PASSING.includes(name))
      .map(([name, member]) => [name, lasting(member)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )
}
