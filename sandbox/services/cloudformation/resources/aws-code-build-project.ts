import { pick, text } from '../engine/properties.ts'
import type { ResourceType, Work } from '../engine/resource-type.ts'

const SETTINGS = [
  ...[
    'Artifacts',
    'Cache',
    'Description',
    'EncryptionKey',
    'Environment',
    'LogsConfig',
    'ServiceRole',
    'Source',
  ],
  ...[
    'SourceVersion',
    'TimeoutInMinutes',
    'QueuedTimeoutInMinutes',
    'ConcurrentBuildLimit',
    'BadgeEnabled',
    'VpcConfig',
  ],
]

/** A project of CodeBuild: what is built, from where, in what. */
export const awsCodeBuildProject: ResourceType = {
  replaces: ['Name'],
  updates: [...SETTINGS, 'Tags'],
  required: ['Artifacts', 'Environment', 'ServiceRole', 'Source'],
  nameProperty: 'Name',
  attributes: ['Arn'],
  async create(work) {
    const { call, properties, name, accountId, region } = work
    const physicalId = text(properties, 'Name') || name({ longest: 150 })
    await call('codebuild', 'CreateProject', { name: physicalId, ...settings(work) })
    return {
      physicalId,
      attributes: { Arn: `arn:aws:codebuild:${region}:${accountId}:project/${physicalId}` },
    }
  },
  async update(change) {
    await change.call('codebuild', 'UpdateProject', { name: change.physicalId, ...settings(change) })
  },
  async remove({ call, physicalId: name }) {
    await call('codebuild', 'DeleteProject', { name })
  },
}

function settings({ properties, tags }: Work): Record<string, unknown> {
  return { ...pick(properties, ...SETTINGS), tags }
}
