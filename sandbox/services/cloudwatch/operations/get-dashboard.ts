import { DashboardNotFoundError } from '@aws-sdk/client-cloudwatch'
import type { GetDashboardInput, GetDashboardOutput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { thrown } from '../errors.ts'
import { dashboardArn, dashboards } from '../store.ts'

export const getDashboard: Operation<GetDashboardInput, GetDashboardOutput> = (
  input,
  { accountId, sandbox },
) => {
  const { DashboardName = '' } = input
  const dashboard = dashboards(sandbox, accountId).get(DashboardName)
  if (!dashboard) throw thrown(DashboardNotFoundError, `Dashboard ${DashboardName} does not exist`)
  return {
    DashboardArn: dashboardArn({ accountId }, dashboard.name),
    DashboardBody: dashboard.body,
    DashboardName: dashboard.name,
  }
}
