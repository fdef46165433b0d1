import type { ListDashboardsInput, ListDashboardsOutput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { invalidTokenValue, page } from '../pages.ts'
import { dashboardArn, dashboards } from '../store.ts'

const PAGE_SIZE = 1000

export const listDashboards: Operation<ListDashboardsInput, ListDashboardsOutput> = (
  input,
  { accountId, sandbox },
) => {
  const found = dashboards(sandbox, accountId)
    .values()
    .filter(({ name }) => name.startsWith(input.DashboardNamePrefix ?? ''))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { items, ...more } = page(found, input.NextToken, PAGE_SIZE, invalidTokenValue)
  return {
    DashboardEntries: items.map(({ name, body, modifiedAt }) => ({
      DashboardName: name,
      DashboardArn: dashboardArn({ accountId }, name),
      LastModified: new Date(modifiedAt),
      Size: Buffer.byteLength(body),
    })),
    ...more,
  }
}
