import { DashboardNotFoundError } from '@aws-sdk/client-cloudwatch'
import type { DeleteDashboardsInput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { thrown } from '../errors.ts'
import { dashboards } from '../store.ts'

export const deleteDashboards: Operation<DeleteDashboardsInput, object> = (input, { accountId, sandbox }) => {
  const own = dashboards(sandbox, accountId)
  const names = input.DashboardNames ?? []
  const absent = names.filter(name => !own.has(name))
  if (absent.length > 0) {
    throw thrown(DashboardNotFoundError, `The following dashboards do not exist: ${absent.join(', ')}`)
  }
  for (const name of names) own.delete(name)
  return {}
}
