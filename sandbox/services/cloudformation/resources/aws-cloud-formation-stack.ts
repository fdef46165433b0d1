import type { DescribeStacksOutput, Stack } from '@aws-sdk/client-cloudformation'
import { ResourceFailure } from '../engine/failure.ts'
import { pick, record, text } from '../engine/properties.ts'
import { BACK } from '../engine/resource-type.ts'
import type { Change, ResourceType, Work } from '../engine/resource-type.ts'
import { cloudformation } from '../store.ts'

const CAPABILITIES = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND']

/** A stack within a stack. */
export const awsCloudFormationStack: ResourceType = {
  replaces: [],
  updates: ['NotificationARNs', 'Parameters', 'TemplateURL', 'TimeoutInMinutes', 'Tags'],
  required: ['TemplateURL'],
  async create(work) {
    const { call, name, scope, stack } = work
    const StackName = name({ longest: 128 })
    const { StackId = '' } = await call<{ StackId?: string }>('cloudformation', 'CreateStack', {
      ...{ StackName, ...input(work), OnFailure: 'DO_NOTHING' },
      ...pick(work.properties, 'TimeoutInMinutes'),
    })
    const { stacks } = cloudformation(scope)
    const nested = stacks.get(StackId)
    const parent = stacks.get(stack.stackId)
    if (nested) {
      stacks.put(
        StackId,
        Object.assign(nested, { parentId: stack.stackId, rootId: parent?.rootId ?? stack.stackId }),
      )
    }
    return { physicalId: StackId }
  },
  async settled(change) {
    const { StackStatus = '', StackStatusReason = '' } = await describe(change)
    if (/^(CREATE|UPDATE)_COMPLETE$/.test(StackStatus)) return true
    // Its own rollback has done what its parent's asks for.
    if (change.token.endsWith(BACK) && StackStatus === 'UPDATE_ROLLBACK_COMPLETE') return true
    if (/FAILED$|ROLLBACK_COMPLETE$/.test(StackStatus)) {
      throw new ResourceFailure(
        `Embedded stack ${change.physicalId} was not successfully ${StackStatus.startsWith('CREATE') ? 'created' : 'updated'}: ${StackStatusReason}`,
      )
    }
    return false
  },
  async update(change) {
    try {
      await change.call('cloudformation', 'UpdateStack', { StackName: change.physicalId, ...input(change) })
    } catch (error) {
      if (!(error as Error).message.startsWith('No updates are to be performed.')) throw error
    }
  },
  async read(change) {
    const { Outputs = [] } = await describe(change)
    return Object.fromEntries(
      Outputs.map(({ OutputKey, OutputValue }) => [`Outputs.${OutputKey}`, OutputValue]),
    )
  },
  async remove({ call, physicalId }) {
    await call('cloudformation', 'DeleteStack', { StackName: physicalId })
  },
  async removed(change) {
    const { StackStatus, StackStatusReason } = await describe(change)
    if (StackStatus === 'DELETE_FAILED')
      throw new ResourceFailure(
        `Embedded stack ${change.physicalId} was not successfully deleted: ${StackStatusReason}`,
      )
    return StackStatus === 'DELETE_COMPLETE'
  },
}

function input({ properties, tags }: Work): Record<string, unknown> {
  return {
    TemplateURL: text(properties, 'TemplateURL'),
    Parameters: Object.entries(record(properties, 'Parameters')).map(([ParameterKey, value]) => ({
      ...{ ParameterKey, ParameterValue: Array.isArray(value) ? value.join(',') : value },
    })),
    ...{ Capabilities: CAPABILITIES, Tags: tags, ...pick(properties, 'NotificationARNs') },
  }
}

async function describe({ call, physicalId }: Change): Promise<Stack> {
  const { Stacks = [] } = await call<DescribeStacksOutput>('cloudformation', 'DescribeStacks', {
    StackName: physicalId,
  })
  return Stacks[0] ?? ({} as Stack)
}
