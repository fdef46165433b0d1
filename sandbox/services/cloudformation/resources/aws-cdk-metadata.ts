import type { ResourceType } from '../engine/resource-type.ts'

/** What CDK says of itself; nothing is made. */
export const awsCdkMetadata: ResourceType = {
  replaces: [],
  updates: ['Analytics'],
  create: ({ token }) => Promise.resolve({ physicalId: token }),
  update: () => Promise.resolve(),
  remove: () => Promise.resolve(),
}
