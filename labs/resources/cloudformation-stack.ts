import {
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateTerminationProtectionCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation'
import type { LabAccount } from '../define.ts'
import { itemOf, type ResourceKind } from './resource-kind.ts'
import { pause } from './wait.ts'

/** How long a stack may take; a database in it alone can need a quarter of an hour. */
const PATIENCE_MS = 30 * 60_000

/** Stacks, and through them all that they made: CloudFormation puts a stack's tags on everything in it. */
export const cloudformationStack: ResourceKind = {
  type: 'cloudformation:stack',
  order: 0,

  async standing(account, labId, ids) {
    const found = await Promise.all(ids.map(id => describe(account, id)))
    return (
      found
        .filter(stack => stack !== undefined)
        // A nested stack goes with the one that made it.
        .filter(({ ParentId }) => !found.some(other => other && other.StackId === ParentId))
        // The newest first: it may use what an older one exports.
        .sort((one, other) => Number(other.CreationTime) - Number(one.CreationTime))
        .flatMap(({ StackId: id = '', StackName, Tags }, rank) => {
          const ranked = { ...cloudformationStack, order: cloudformationStack.order + rank / 1000 }
          return itemOf(ranked, labId, Tags, { id, label: `stack ${StackName}, with all that it made` })
        })
    )
  },

  async remove(account, { id, label }, { signal, report }) {
    const deadline = Date.now() + PATIENCE_MS
    let asked = false
    for (let attempt = 0; ; attempt++) {
      const stack = await describe(account, id)
      if (!stack) return
      const { StackStatus: status = '' } = stack
      if (status === 'DELETE_FAILED' && asked) throw await refusal(account, stack)
      if (!asked && isDeletable(status)) {
        await unprotect(account, stack, report)
        await account.aws.cloudformation.send(new DeleteStackCommand({ StackName: id }))
        asked = true
        continue
      }
      asked ||= status === 'DELETE_IN_PROGRESS'
      if (Date.now() > deadline)
        throw new Error(`The ${label}, is ${status} after 30 minutes. Reset again in a while.`)
      report(`Waiting for ${label}: ${status}`)
      await pause(attempt, signal)
    }
  },
}

/** CloudFormation deletes what has come to rest, and what is still being made. */
function isDeletable(status: string): boolean {
  return !status.endsWith('_IN_PROGRESS') || /^(CREATE|REVIEW)_/.test(status)
}

/** Protection is against a slip; who resets has been asked. */
async function unprotect(
  { aws }: LabAccount,
  stack: Stack,
  report: (message: string) => void,
): Promise<void> {
  if (!stack.EnableTerminationProtection) return
  report(`Lifting the termination protection of the stack ${stack.StackName}`)
  await aws.cloudformation.send(
    new UpdateTerminationProtectionCommand({
      StackName: stack.StackName,
      EnableTerminationProtection: false,
    }),
  )
}

/** Why a stack did not go: what of it could not be deleted; or that another stack uses what it exports, which may pass. */
async function refusal({ aws }: LabAccount, stack: Stack): Promise<Error> {
  const { StackId: StackName, StackStatusReason = 'CloudFormation does not say why' } = stack
  const { StackResources = [] } = await aws.cloudformation.send(
    new DescribeStackResourcesCommand({ StackName }),
  )
  const failed = StackResources.filter(({ ResourceStatus }) => ResourceStatus === 'DELETE_FAILED').map(
    ({ LogicalResourceId, ResourceStatusReason = 'no reason given' }) =>
      `${LogicalResourceId}: ${ResourceStatusReason}`,
  )
  const error = new Error([StackStatusReason, ...failed].join(' '))
  if (/\bin use by\b/.test(StackStatusReason)) error.name = 'ResourceInUse'
  return error
}

/** The stack, unless it is gone; deleted ones are still described by their id. */
async function describe({ aws }: LabAccount, StackName: string): Promise<Stack | undefined> {
  try {
    const { Stacks = [] } = await aws.cloudformation.send(new DescribeStacksCommand({ StackName }))
    return Stacks.find(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE')
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined
    throw error
  }
}
