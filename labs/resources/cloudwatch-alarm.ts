import {
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch'
import { itemOf, resourcePart, type ResourceKind } from './resource-kind.ts'
import { standingOneByOne } from './standing-one-by-one.ts'

/** Alarms on metrics. The metrics themselves cannot be deleted: they fade, after 15 months. */
export const cloudwatchAlarm: ResourceKind = {
  type: 'cloudwatch:alarm',
  // First, so that taking the rest down rings none.
  order: 5,

  standing: ({ aws }, labId, ids) =>
    standingOneByOne(ids, async id => {
      const name = nameOf(id)
      const found = await aws.cloudwatch.send(
        new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
      )
      if (!found.MetricAlarms?.length && !found.CompositeAlarms?.length) return []
      const { Tags } = await aws.cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN: id }))
      return itemOf(cloudwatchAlarm, labId, Tags, { id, label: `alarm ${name}` })
    }),

  async remove({ aws }, { id }) {
    await aws.cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames: [nameOf(id)] }))
  },
}

/** `arn:…:alarm:web` → `web`. */
function nameOf(arn: string): string {
  return resourcePart(arn).split(':').slice(1).join(':')
}
