import { handleUrl, forgetHandle, handleOf } from '../engine/signals.ts'
import type { ResourceType } from '../engine/resource-type.ts'

/** A link to which signals are sent; templates without anything else to make have one too. */
export const awsCloudFormationWaitConditionHandle: ResourceType = {
  replaces: [],
  updates: [],
  async create({ sandbox, region, stack, logicalId, token }) {
    const key = `${stack.stackId.split('/').at(-1)}/${logicalId}/${token}`
    return { physicalId: await handleUrl({ sandbox, region, key }) }
  },
  update: () => Promise.resolve(),
  async remove({ sandbox, region, physicalId }) {
    // Links of an older form lead nowhere: there is nothing to forget.
    if (new URL(physicalId).hostname.endsWith('.amazonaws.com')) return
    await forgetHandle(handleOf(sandbox, region, physicalId))
  },
}
