import { ResourceFailure } from '../engine/failure.ts'
import { pick, record, tagChanges, tagMap, text } from '../engine/properties.ts'
import type { Change, Properties, ResourceType } from '../engine/resource-type.ts'
import { zipOf } from '../engine/zip.ts'

const CONFIGURATION = [
  ...['Description', 'Environment', 'EphemeralStorage', 'Handler', 'Layers', 'LoggingConfig', 'MemorySize'],
  ...[
    'Role',
    'Runtime',
    'Timeout',
    'VpcConfig',
    'DeadLetterConfig',
    'KmsKeyArn',
    'TracingConfig',
    'SnapStart',
  ],
]
const FIXED = ['Architectures', 'FunctionName', 'PackageType']

/** A function; it is there when it is active. */
export const awsLambdaFunction: ResourceType = {
  replaces: ['FunctionName', 'PackageType'],
  updates: ['Code', 'Architectures', ...CONFIGURATION, 'Tags'],
  withoutEffect: { RecursiveLoop: 'not kept', RuntimeManagementConfig: 'not kept' },
  required: ['Code', 'Role'],
  nameProperty: 'FunctionName',
  attributes: ['Arn'],
  async create({ call, properties, tags, name }) {
    const FunctionName = text(properties, 'FunctionName') || name()
    const { FunctionArn } = await call<{ FunctionArn?: string }>('lambda', 'CreateFunction', {
      ...{ ...pick(properties, ...CONFIGURATION, ...FIXED), FunctionName, Code: codeOf(properties) },
      ...(tags.length > 0 && { Tags: tagMap(tags) }),
    })
    return { physicalId: FunctionName, attributes: { Arn: FunctionArn } }
  },
  async settled(change) {
    const { State, StateReason } = await configurationOf(change)
    if (State === 'Failed')
      throw new ResourceFailure(`Lambda function failed: ${String(StateReason)}`, 'NotStabilized')
    return State === 'Active'
  },
  async update(change) {
    const { call, properties, physicalId: FunctionName, changes } = change
    if (changes('Code', 'Architectures')) {
      const code = { ...codeOf(properties), ...pick(properties, 'Architectures') }
      await call('lambda', 'UpdateFunctionCode', { FunctionName, ...code })
    }
    if (changes(...CONFIGURATION)) {
      await call('lambda', 'UpdateFunctionConfiguration', {
        FunctionName,
        ...pick(properties, ...CONFIGURATION),
      })
    }
    const Resource = change.attributes['Arn']
    const { set, gone } = tagChanges(change)
    const Tags = tagMap(set)
    if (set.length > 0) await call('lambda', 'TagResource', { Resource, Tags })
    if (gone.length > 0) await call('lambda', 'UntagResource', { Resource, TagKeys: gone })
  },
  async remove({ call, physicalId }) {
    await call('lambda', 'DeleteFunction', { FunctionName: physicalId })
  },
  async actual(change) {
    return pick(await configurationOf(change), 'Handler', 'MemorySize', 'Runtime', 'Timeout')
  },
}

function configurationOf({ call, physicalId }: Change): Promise<Properties> {
  return call<Properties>('lambda', 'GetFunctionConfiguration', { FunctionName: physicalId })
}

/** Code in S3, or written in the template itself, which is then a file `index.js`. */
function codeOf(properties: Properties): Record<string, unknown> {
  const { ZipFile, ...code } = record(properties, 'Code')
  if (ZipFile === undefined) return code
  return { ZipFile: zipOf('index.js', Buffer.from(text({ ZipFile }, 'ZipFile'))) }
}
