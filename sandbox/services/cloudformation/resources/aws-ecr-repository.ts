import { json, pick, record, tagChanges, text } from '../engine/properties.ts'
import type { Change, Properties, ResourceType, Work } from '../engine/resource-type.ts'

/** A repository of images. */
export const awsEcrRepository: ResourceType = {
  replaces: ['RepositoryName', 'EncryptionConfiguration'],
  updates: [
    ...[
      'ImageScanningConfiguration',
      'ImageTagMutability',
      'LifecyclePolicy',
      'RepositoryPolicyText',
      'Tags',
    ],
    'EmptyOnDelete',
  ],
  nameProperty: 'RepositoryName',
  attributes: ['Arn', 'RepositoryUri'],
  async create(work) {
    const { call, properties, tags, name, made } = work
    const repositoryName = text(properties, 'RepositoryName') || name({ longest: 256, lower: true })
    const { repository = {} } = await call<{ repository?: Properties }>('ecr', 'CreateRepository', {
      ...{ repositoryName, tags },
      ...pick(properties, 'ImageScanningConfiguration', 'ImageTagMutability', 'EncryptionConfiguration'),
    })
    const attributes = { Arn: repository['repositoryArn'], RepositoryUri: repository['repositoryUri'] }
    made(repositoryName, attributes)
    await putPolicies(work, repositoryName, {})
    return { physicalId: repositoryName, attributes }
  },
  async update(change) {
    const { call, properties, physicalId: repositoryName, changes } = change
    if (changes('ImageTagMutability')) {
      const imageTagMutability = properties['ImageTagMutability'] ?? 'MUTABLE'
      await call('ecr', 'PutImageTagMutability', { repositoryName, imageTagMutability })
    }
    if (changes('ImageScanningConfiguration')) {
      const imageScanningConfiguration = record(properties, 'ImageScanningConfiguration')
      await call('ecr', 'PutImageScanningConfiguration', { repositoryName, imageScanningConfiguration })
    }
    await putPolicies(change, repositoryName, change.before)
    await putTags(change)
  },
  async read({ call, physicalId }) {
    const input = { repositoryNames: [physicalId] }
    const { repositories = [] } = await call<{ repositories?: Properties[] }>(
      'ecr',
      'DescribeRepositories',
      input,
    )
    return { Arn: repositories[0]?.['repositoryArn'], RepositoryUri: repositories[0]?.['repositoryUri'] }
  },
  async remove({ call, physicalId, properties }) {
    const force = text(properties, 'EmptyOnDelete') === 'true'
    await call('ecr', 'DeleteRepository', { repositoryName: physicalId, force })
  },
}

async function putPolicies(
  { call, properties }: Work,
  repositoryName: string,
  before: Properties,
): Promise<void> {
  const lifecycle = record(properties, 'LifecyclePolicy')['LifecyclePolicyText']
  if (lifecycle !== undefined) {
    await call('ecr', 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText: json(lifecycle) })
  } else if (before['LifecyclePolicy'] !== undefined)
    await call('ecr', 'DeleteLifecyclePolicy', { repositoryName })
  const policy = properties['RepositoryPolicyText']
  if (policy !== undefined)
    await call('ecr', 'SetRepositoryPolicy', { repositoryName, policyText: json(policy) })
  else if (before['RepositoryPolicyText'] !== undefined)
    await call('ecr', 'DeleteRepositoryPolicy', { repositoryName })
}

async function putTags(change: Change): Promise<void> {
  const { set, gone } = tagChanges(change)
  const resourceArn = change.attributes['Arn']
  if (set.length > 0) await change.call('ecr', 'TagResource', { resourceArn, tags: set })
  if (gone.length > 0) await change.call('ecr', 'UntagResource', { resourceArn, tagKeys: gone })
}
