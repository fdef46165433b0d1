import type { Service } from '../../gateway/service.ts'
import { alarmArn, dashboardArn } from './store.ts'

/** Amazon CloudWatch: metrics, alarms and dashboards. Logs are a service of their own. */
export const service: Service = {
  id: 'cloudwatch',
  signingName: 'monitoring',
  iamPrefix: 'cloudwatch',
  client: () => import('@aws-sdk/client-cloudwatch'),
  resourceArn: (_operation, input, place) => {
    const { ResourceARN, AlarmName, AlarmNames, DashboardName } = input as {
      ResourceARN?: string
      AlarmName?: string
      AlarmNames?: string[]
      DashboardName?: string
    }
    if (ResourceARN) return ResourceARN
    const alarm = AlarmName ?? (AlarmNames?.length === 1 ? AlarmNames[0] : undefined)
    if (alarm !== undefined) return alarmArn(place, alarm)
    return DashboardName === undefined ? undefined : dashboardArn(place, DashboardName)
  },
}
