import { record, text } from '../engine/properties.ts'
import type { ResourceType, Work } from '../engine/resource-type.ts'

/** Settings of a database server. */
export const awsRdsDbParameterGroup: ResourceType = {
  replaces: ['DBParameterGroupName', 'Description', 'Family'],
  updates: ['Parameters', 'Tags'],
  required: ['Description', 'Family'],
  nameProperty: 'DBParameterGroupName',
  attributes: ['DBParameterGroupName'],
  async create(work) {
    const { call, properties, tags, name, made } = work
    const id = (text(properties, 'DBParameterGroupName') || name({ longest: 255, lower: true })).toLowerCase()
    await call('rds', 'CreateDBParameterGroup', {
      ...{ DBParameterGroupName: id, DBParameterGroupFamily: properties['Family'] },
      ...{ Description: properties['Description'], ...(tags.length > 0 && { Tags: tags }) },
    })
    const attributes = { DBParameterGroupName: id }
    made(id, attributes)
    await put(work, id)
    return { physicalId: id, attributes }
  },
  async update(change) {
    if (change.changes('Parameters')) await put(change, change.physicalId)
  },
  async remove({ call, physicalId }) {
    await call('rds', 'DeleteDBParameterGroup', { DBParameterGroupName: physicalId })
  },
}

async function put({ call, properties }: Work, DBParameterGroupName: string): Promise<void> {
  const Parameters = Object.entries(record(properties, 'Parameters')).map(
    ([ParameterName, ParameterValue]) => ({
      ...{ ParameterName, ParameterValue, ApplyMethod: 'pending-reboot' },
    }),
  )
  if (Parameters.length > 0) await call('rds', 'ModifyDBParameterGroup', { DBParameterGroupName, Parameters })
}
