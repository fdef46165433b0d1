import { list, pick, tagMap, text } from '../engine/properties.ts'
import type { Properties, ResourceType, Work } from '../engine/resource-type.ts'

/** Numbers made out of a log group's lines. */
export const awsLogsMetricFilter: ResourceType = {
  replaces: ['FilterName', 'LogGroupName'],
  updates: ['FilterPattern', 'MetricTransformations', 'ApplyOnTransformedLogs'],
  required: ['FilterPattern', 'LogGroupName', 'MetricTransformations'],
  nameProperty: 'FilterName',
  async create(work) {
    const filterName = text(work.properties, 'FilterName') || work.name({ longest: 512 })
    await put(work, filterName)
    return { physicalId: filterName }
  },
  update: change => put(change, change.physicalId),
  async remove({ call, properties, physicalId }) {
    await call('logs', 'DeleteMetricFilter', { filterName: physicalId, ...pick(properties, 'LogGroupName') })
  },
}

async function put({ call, properties }: Work, filterName: string): Promise<void> {
  await call('logs', 'PutMetricFilter', {
    ...{ filterName, ...pick(properties, 'FilterPattern', 'LogGroupName', 'ApplyOnTransformedLogs') },
    metricTransformations: list<Properties>(properties, 'MetricTransformations').map(one => ({
      ...one,
      ...(one['Dimensions'] !== undefined && {
        Dimensions: tagMap(list(one, 'Dimensions')),
      }),
    })),
  })
}
