import { DeleteDBInstanceCommand, DescribeDBInstancesCommand } from '@aws-sdk/client-rds'
import type { LabAccount } from '../define.ts'
import { isNotFound } from '../explain-errors.ts'
import { itemOf, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'
import { waitUntil } from './wait.ts'

/** Databases of RDS, with their data and the secret that RDS keeps for them. */
export const dbInstance: ResourceKind = {
  type: 'rds:db',
  order: 45,

  standing: (account, labId, ids) =>
    standingOneByOne(ids, async id => {
      const found = await describe(account, id)
      const label = `database ${found?.DBInstanceIdentifier}, with its data`
      return found ? itemOf(dbInstance, labId, found.TagList, { id, label }) : []
    }),

  async remove(account, { id, label }, { signal, report }) {
    const found = await describe(account, id)
    if (found?.DBInstanceStatus !== 'deleting') {
      await account.aws.rds.send(
        new DeleteDBInstanceCommand({
          DBInstanceIdentifier: found?.DBInstanceIdentifier,
          SkipFinalSnapshot: true,
          DeleteAutomatedBackups: true,
        }),
      )
    }
    report(`Waiting for ${label} to go`)
    await waitUntil(async () => (await describe(account, id)) === undefined, {
      signal,
      timeoutMs: 20 * 60_000,
      message: `The ${label} is still there after 20 minutes. Reset again in a while.`,
    })
  },
}

async function describe(account: LabAccount, arn: string) {
  try {
    const answer = await account.aws.rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: arn }))
    return answer.DBInstances?.[0]
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}
