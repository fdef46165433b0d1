import { pick, tagChanges, tagMap, text } from '../engine/properties.ts'
import type { ResourceType, Work } from '../engine/resource-type.ts'

/** A group of log streams. */
export const awsLogsLogGroup: ResourceType = {
  replaces: ['LogGroupName', 'LogGroupClass'],
  updates: ['RetentionInDays', 'KmsKeyId', 'Tags'],
  nameProperty: 'LogGroupName',
  attributes: ['Arn'],
  async create(work) {
    const { call, properties, tags, name, made } = work
    const logGroupName = text(properties, 'LogGroupName') || name({ longest: 512 })
    await call('logs', 'CreateLogGroup', {
      ...{ logGroupName, ...pick(properties, 'LogGroupClass', 'KmsKeyId') },
      ...(tags.length > 0 && { tags: tagMap(tags) }),
    })
    const attributes = { Arn: `${arnOf(work, logGroupName)}:*` }
    made(logGroupName, attributes)
    if (properties['RetentionInDays'] !== undefined) {
      await call('logs', 'PutRetentionPolicy', { logGroupName, ...pick(properties, 'RetentionInDays') })
    }
    return { physicalId: logGroupName, attributes }
  },
  async update(change) {
    const { call, properties, physicalId: logGroupName, changes } = change
    if (changes('RetentionInDays')) {
      if (properties['RetentionInDays'] === undefined)
        await call('logs', 'DeleteRetentionPolicy', { logGroupName })
      else await call('logs', 'PutRetentionPolicy', { logGroupName, ...pick(properties, 'RetentionInDays') })
    }
    const { set, gone } = tagChanges(change)
    const resourceArn = arnOf(change, logGroupName)
    const tags = tagMap(set)
    if (set.length > 0) await call('logs', 'TagResource', { resourceArn, tags })
    if (gone.length > 0) await call('logs', 'UntagResource', { resourceArn, tagKeys: gone })
  },
  async remove({ call, physicalId }) {
    await call('logs', 'DeleteLogGroup', { logGroupName: physicalId })
  },
  async actual({ call, physicalId }) {
    type Answer = { logGroups?: { logGroupName?: string; retentionInDays?: number }[] }
    const { logGroups = [] } = await call<Answer>('logs', 'DescribeLogGroups', {
      logGroupNamePrefix: physicalId,
    })
    const found = logGroups.find(({ logGroupName }) => logGroupName === physicalId)
    return found?.retentionInDays === undefined ? {} : { RetentionInDays: found.retentionInDays }
  },
}

function arnOf({ accountId, region }: Work, name: string): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${name}`
}
