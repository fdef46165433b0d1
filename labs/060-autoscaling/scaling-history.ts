import {
  DescribeScalingActivitiesCommand,
  type ScalingActivity,
} from '@aws-sdk/client-application-auto-scaling'
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch'
import type { LabAccount } from '../define.ts'
import { RESOURCE_ID } from './names.ts'

export interface Scaled {
  /** The desired count that was set. */
  to: number
  activity: ScalingActivity
}

/** What Application Auto Scaling has set the service to, oldest first; what failed is left out. */
export async function scalingHistory({ aws }: LabAccount): Promise<Scaled[]> {
  const { ScalingActivities = [] } = await aws.autoScaling.send(
    new DescribeScalingActivitiesCommand({
      ServiceNamespace: 'ecs',
      ResourceId: RESOURCE_ID,
      MaxResults: 50,
    }),
  )
  return ScalingActivities.filter(({ StatusCode }) => StatusCode !== 'Failed')
    .map(activity => ({ to: Number(/(\d+)\.?$/.exec(activity.Description ?? '')?.[1]), activity }))
    .toSorted((one, other) => Number(one.activity.StartTime) - Number(other.activity.StartTime))
}

/** How one of the policy's two alarms is: `OK: …`. */
export async function alarmState({ aws }: LabAccount, kind: 'High' | 'Low'): Promise<string> {
  const { MetricAlarms = [] } = await aws.cloudwatch.send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: `TargetTracking-${RESOURCE_ID}-Alarm${kind}` }),
  )
  const [alarm] = MetricAlarms
  return alarm ? `its alarm is ${alarm.StateValue}: ${alarm.StateReason}` : 'its alarm is not there'
}
