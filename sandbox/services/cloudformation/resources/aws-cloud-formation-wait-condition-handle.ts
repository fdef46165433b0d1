import type { ResourceType } from '../engine/resource-type.ts'

/** A link to which signals would be sent; templates without anything else to make have one. */
export const awsCloudFormationWaitConditionHandle: ResourceType = {
  replaces: [],
  updates: [],
  create({ region, stack, logicalId, token }) {
    const name = encodeURIComponent(`${stack.stackId}/${logicalId}/${token}`)
    const host = `cloudformation-waitcondition-${region}.s3.${region}.amazonaws.com`
    return Promise.resolve({ physicalId: `https://${host}/${name}` })
  },
  update: () => Promise.resolve(),
  remove: () => Promise.resolve(),
}
