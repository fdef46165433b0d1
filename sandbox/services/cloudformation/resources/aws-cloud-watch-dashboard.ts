import { json, text } from '../engine/properties.ts'
import type { ResourceType, Work } from '../engine/resource-type.ts'

/** A page of graphs. */
export const awsCloudWatchDashboard: ResourceType = {
  replaces: ['DashboardName'],
  updates: ['DashboardBody'],
  withoutEffect: { Tags: 'not kept: dashboards have none here' },
  required: ['DashboardBody'],
  nameProperty: 'DashboardName',
  async create(work) {
    const DashboardName = text(work.properties, 'DashboardName') || work.name({ longest: 255 })
    await put(work, DashboardName)
    return { physicalId: DashboardName }
  },
  update: change => put(change, change.physicalId),
  async remove({ call, physicalId }) {
    await call('cloudwatch', 'DeleteDashboards', { DashboardNames: [physicalId] })
  },
}

async function put({ call, properties }: Work, DashboardName: string): Promise<void> {
  await call('cloudwatch', 'PutDashboard', {
    DashboardName,
    DashboardBody: json(properties['DashboardBody']),
  })
}
