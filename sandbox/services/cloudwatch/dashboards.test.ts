import { expect, test } from 'vitest'
import { FakeAccount } from '../ecs/testing/fake-account.ts'
import { deleteDashboards } from './operations/delete-dashboards.ts'
import { getDashboard } from './operations/get-dashboard.ts'
import { listDashboards } from './operations/list-dashboards.ts'
import { listMetrics } from './operations/list-metrics.ts'
import { putDashboard } from './operations/put-dashboard.ts'

const BODY = JSON.stringify({
  widgets: [
    {
      type: 'metric',
      x: 0,
      y: 0,
      width: 12,
      height: 6,
      properties: { metrics: [['AWS/ECS', 'CPUUtilization']] },
    },
    { type: 'text', properties: { markdown: '# Lab' } },
  ],
})

test('dashboards are put, listed by prefix, read and deleted', async () => {
  const account = new FakeAccount()
  const put = (DashboardName: string) => account.call(putDashboard, { DashboardName, DashboardBody: BODY })
  expect(await put('lab')).toEqual({ DashboardValidationMessages: [] })
  await put('other')
  const { DashboardEntries } = await account.call(listDashboards, { DashboardNamePrefix: 'la' })
  expect(DashboardEntries).toMatchObject([
    {
      DashboardName: 'lab',
      DashboardArn: 'arn:aws:cloudwatch::111122223333:dashboard/lab',
      Size: BODY.length,
    },
  ])
  expect((await account.call(getDashboard, { DashboardName: 'lab' })).DashboardBody).toBe(BODY)
  await expect(account.call(deleteDashboards, { DashboardNames: ['lab', 'none'] })).rejects.toMatchObject({
    name: 'DashboardNotFoundError',
  })
  for (const list of [listDashboards, listMetrics]) {
    await expect(account.call(list, { NextToken: 'x' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'Request parameter NextToken is invalid',
    })
  }
  await account.call(deleteDashboards, { DashboardNames: ['lab', 'other'] })
  await expect(account.call(getDashboard, { DashboardName: 'lab' })).rejects.toThrow('lab does not exist')
})

test.each([
  ['{', 'must be a valid JSON object'],
  ['[]', 'must be a valid JSON object'],
  ['{}', "Should have required property 'widgets'"],
  ['{"widgets":[{"type":"text","properties":{}}]}', '/widgets/0/properties'],
  ['{"widgets":[{"type":"picture","properties":{}}]}', '/widgets/0/type'],
  ['{"widgets":[{"type":"text","width":30,"properties":{"markdown":""}}]}', '/widgets/0/width'],
])('the body %s is refused', async (DashboardBody, message) => {
  const account = new FakeAccount()
  const refusal = account.call(putDashboard, { DashboardName: 'lab', DashboardBody })
  await expect(refusal).rejects.toMatchObject({ name: 'DashboardInvalidInputError' })
  await expect(refusal).rejects.toThrow(message)
})
