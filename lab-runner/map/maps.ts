import type { Accounts } from '../accounts/accounts.ts'
import type { LabShelf } from '../labs/lab-shelf.ts'
import type { MapDto } from '../contract.ts'
import type { Session } from '../sessions/session.entity.ts'
import { costPerHour, presentMap } from './present-map.ts'
import { type AppListeners, appListeners } from './test-routes.ts'
import { readAccount, type AccountReading, type TaskDefinitionCache } from './read-account.ts'

const FRESH_MS = 1_000
const MAX_KEPT = 500

export interface Maps {
  /** The account as AWS describes it. */
  reading(session: Session): Promise<AccountReading>
  map(session: Session): Promise<MapDto>
  /** Throws what `map` throws; 0 for an empty account. */
  costPerHour(session: Session): Promise<number>
  /** Where the lab's load balancer answers; null before it is active. */
  appListeners(session: Session): Promise<AppListeners | null>
  /** Log groups that the task definitions in use write to. */
  logGroups(session: Session): Promise<string[]>
}

/** Readings of accounts, each shared by all who ask within a second. */
export function createMaps({ accounts, labs }: { accounts: Accounts; labs: LabShelf }): Maps {
  const readings = new Map<string, { at: number; reading: Promise<AccountReading> }>()
  const taskDefinitions: TaskDefinitionCache = new Map()

  async function readNow(session: Session): Promise<AccountReading> {
    const { lab, target } = await accounts.ready(session.learnerId, session.accountId)
    return readAccount(lab.aws, {
      labId: session.labId,
      // A practice account holds the learner's own things only; a real one may hold anything.
      others: target === 'practice',
      cache: taskDefinitions,
    })
  }

  function read(session: Session): { at: number; reading: Promise<AccountReading> } {
    const known = readings.get(session.id)
    if (known && Date.now() - known.at < FRESH_MS) return known
    if (readings.size >= MAX_KEPT) readings.clear()
    if (taskDefinitions.size >= MAX_KEPT) taskDefinitions.clear()
    const started = { at: Date.now(), reading: readNow(session) }
    readings.set(session.id, started)
    return started
  }

  return {
    reading: session => read(session).reading,
    async map(session) {
      const { at, reading } = read(session)
      return presentMap(await reading, at)
    },
    async costPerHour(session) {
      return costPerHour(await read(session).reading, session.region)
    },
    async appListeners(session) {
      return appListeners(await read(session).reading, labs.lab(session.labId).lab.app?.loadBalancer)
    },
    async logGroups(session) {
      const { tasks, services, taskDefinitions: known } = await read(session).reading
      const arns = new Set([
        ...services.map(({ service }) => service.taskDefinition),
        ...tasks.map(task => task.taskDefinitionArn),
      ])
      const groups = [...arns].flatMap(arn =>
        (known.get(arn ?? '')?.containerDefinitions ?? []).map(
          container => container.logConfiguration?.options?.['awslogs-group'],
        ),
      )
      return [...new Set(groups.filter(group => group !== undefined))].sort()
    },
  }
}
