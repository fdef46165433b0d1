import type { PutDashboardInput, PutDashboardOutput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { checkDashboard } from '../dashboard-body.ts'
import { invalidValue } from '../errors.ts'
import { dashboards } from '../store.ts'
import { checkTags } from '../tags.ts'

export const putDashboard: Operation<PutDashboardInput, PutDashboardOutput> = (
  input,
  { accountId, sandbox },
) => {
  const { DashboardName: name = '', DashboardBody: body = '', Tags = [] } = input
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) {
    throw invalidValue(
      `The value ${name.slice(0, 300)} for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).\n`,
    )
  }
  checkTags(Tags)
  const messages = checkDashboard(body)
  const own = dashboards(sandbox, accountId)
  const tags = own.get(name)?.tags ?? Tags
  own.put(name, { name, body, modifiedAt: sandbox.clock.now(), tags })
  return { DashboardValidationMessages: messages }
}
