import { tagChanges, text, without } from '../engine/properties.ts'
import type { ResourceType, Work } from '../engine/resource-type.ts'

/** An alarm on a metric. */
export const awsCloudWatchAlarm: ResourceType = {
  replaces: ['AlarmName'],
  updates: [
    ...[
      'ActionsEnabled',
      'AlarmActions',
      'AlarmDescription',
      'ComparisonOperator',
      'DatapointsToAlarm',
      'Dimensions',
    ],
    ...[
      'EvaluateLowSampleCountPercentile',
      'EvaluationPeriods',
      'ExtendedStatistic',
      'InsufficientDataActions',
    ],
    ...[
      'MetricName',
      'Metrics',
      'Namespace',
      'OKActions',
      'Period',
      'Statistic',
      'Threshold',
      'ThresholdMetricId',
    ],
    ...['TreatMissingData', 'Unit', 'Tags'],
  ],
  required: ['ComparisonOperator', 'EvaluationPeriods'],
  nameProperty: 'AlarmName',
  attributes: ['Arn'],
  async create(work) {
    const AlarmName = text(work.properties, 'AlarmName') || work.name({ longest: 255 })
    await put(work, AlarmName)
    return { physicalId: AlarmName, attributes: { Arn: arnOf(work, AlarmName) } }
  },
  async update(change) {
    const { call, physicalId } = change
    await put(change, physicalId)
    const { set, gone } = tagChanges(change)
    const ResourceARN = arnOf(change, physicalId)
    if (set.length > 0) await call('cloudwatch', 'TagResource', { ResourceARN, Tags: set })
    if (gone.length > 0) await call('cloudwatch', 'UntagResource', { ResourceARN, TagKeys: gone })
  },
  async remove({ call, physicalId }) {
    await call('cloudwatch', 'DeleteAlarms', { AlarmNames: [physicalId] })
  },
}

async function put({ call, properties, tags }: Work, AlarmName: string): Promise<void> {
  await call('cloudwatch', 'PutMetricAlarm', {
    ...{ AlarmName, ...without(properties, 'AlarmName', 'Tags') },
    ...(tags.length > 0 && { Tags: tags }),
  })
}

function arnOf({ accountId, region }: Work, name: string): string {
  return `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`
}
