import { isThrottling } from '@slipway/labs/explain-errors.ts'
import type { Accounts, ReadyAccount } from '../accounts/accounts.ts'
import type { ApiError, DeploymentDto, DeploymentRequest, DeploymentsDto } from '../contract.ts'
import type { Maps } from '../map/maps.ts'
import { AppError } from '../security/app-error.ts'
import { presentError } from '../security/present-error.ts'
import type { Session } from '../sessions/session.entity.ts'
import { noteScale, type ScaleChange } from './account-time.ts'
import { act } from './act.ts'
import { presentCodeDeploy } from './present-code-deploy.ts'
import { presentNative } from './present-native.ts'
import { newCodeDeployCache, readCodeDeploy } from './read-code-deploy.ts'
import { newNativeCache, readNative } from './read-native.ts'

/** How old an answer may be: an account that is not ours is asked less often. */
const FRESH_MS = { practice: 1_000, aws: 4_000 }
const THROTTLED_MS = 15_000
const MAX_KEPT = 500
const MAX_SHOWN = 10

export interface Deployments {
  /** Throws when the account cannot be used; what only a part of it refuses is told as `problem`. */
  read(session: Session): Promise<DeploymentsDto>
  /** Answers what was done. The same asked twice at a time is done once. Throws an AppError. */
  act(session: Session, request: DeploymentRequest): Promise<string>
}

/** What is known of one account, region and lab between two readings; all of it can be read anew. */
interface Kept {
  codeDeploy: ReturnType<typeof newCodeDeployCache>
  native: ReturnType<typeof newNativeCache>
  scales: readonly ScaleChange[]
  until: number
  reading?: Promise<DeploymentsDto>
  last?: DeploymentsDto
}

/** The deployments of the labs' services, each reading shared by all who ask at about the same time. */
export function createDeployments({ accounts, maps }: { accounts: Accounts; maps: Maps }): Deployments {
  const kept = new Map<string, Kept>()
  const acting = new Map<string, Promise<string>>()

  function keptOf(session: Session): Kept {
    const known = kept.get(session.id)
    if (known) return known
    if (kept.size >= MAX_KEPT) kept.clear()
    const made = { codeDeploy: newCodeDeployCache(), native: newNativeCache(), scales: [], until: 0 }
    kept.set(session.id, made)
    return made
  }

  function read(session: Session): Promise<DeploymentsDto> {
    const own = keptOf(session)
    if (own.reading && Date.now() < own.until) return own.reading
    own.until = Infinity
    own.reading = readNow(session, own)
    // Nobody need wait for it: who asks gets the same promise.
    own.reading.catch(() => (own.until = 0))
    return own.reading
  }

  async function readNow(session: Session, own: Kept): Promise<DeploymentsDto> {
    const account = await accounts.ready(session.learnerId, session.accountId)
    const { services } = await maps.reading(session)
    const now = Date.now()
    own.scales = noteScale(own.scales, account.timeScale, now)
    const { aws } = account.lab
    const [codeDeploy, native] = await Promise.allSettled([
      readCodeDeploy(aws, services, own.codeDeploy, now),
      readNative(aws, services, own.native, now),
    ])
    const failures = [codeDeploy, native].flatMap(part =>
      part.status === 'rejected' ? [part.reason as unknown] : [],
    )
    own.until = Date.now() + (failures.some(isThrottling) ? THROTTLED_MS : FRESH_MS[account.target])
    const dto: DeploymentsDto = {
      readAt: now,
      timeScale: account.timeScale,
      deployments: newestOf([
        ...(codeDeploy.status === 'fulfilled'
          ? codeDeploy.value.map(one => presentCodeDeploy(one, own.scales, now))
          : lastOf(own, 'CodeDeploy')),
        ...(native.status === 'fulfilled'
          ? native.value.map(one => presentNative(one, own.scales, now))
          : lastOf(own, 'ECS')),
      ]),
      problem: failures.length === 0 ? null : problemOf(failures[0]),
    }
    own.last = dto
    return dto
  }

  async function actNow(
    session: Session,
    account: ReadyAccount,
    request: DeploymentRequest,
  ): Promise<string> {
    const own = keptOf(session)
    own.until = 0
    const { deployments } = await read(session)
    const found = deployments.find(({ id }) => id === request.deployment)
    if (!found) {
      throw new AppError('unknown-deployment', 404, 'This lab has no such deployment now.', {
        next: 'Choose one of those that the Map shows.',
      })
    }
    try {
      return await act(account.lab.aws, found, request)
    } finally {
      own.until = 0
    }
  }

  return {
    read,
    async act(session, request) {
      const key = [session.id, request.deployment, request.action, request.hookId].join(' ')
      const known = acting.get(key)
      if (known) return known
      const account = await accounts.ready(session.learnerId, session.accountId)
      const asked = acting.get(key) ?? actNow(session, account, request)
      acting.set(key, asked)
      try {
        return await asked
      } finally {
        acting.delete(key)
      }
    },
  }
}

const lastOf = ({ last }: Kept, engine: DeploymentDto['engine']): DeploymentDto[] =>
  last?.deployments.filter(one => one.engine === engine) ?? []

function newestOf(deployments: DeploymentDto[]): DeploymentDto[] {
  return deployments.sort((a, b) => b.createdAt - a.createdAt).slice(0, MAX_SHOWN)
}

function problemOf(error: unknown): ApiError {
  const { body } = presentError(error)
  if (body.code !== 'check-failed' || !(error instanceof Error)) return body
  return {
    code: 'deployments-unread',
    message: `The deployments cannot be read: AWS answers ${error.name}: ${error.message}`,
    next: 'The rest of the Map is as it stands. It is tried again by itself.',
  }
}
