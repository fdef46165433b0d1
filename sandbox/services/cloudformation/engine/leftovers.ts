import { cloudformation, type LeftoverDocument, type ResourceDocument } from '../store.ts'
import type { Properties } from './resource-type.ts'
import type { Turn } from './turn.ts'

/** Keeps in mind what has been replaced, until the cleanup removes it. */
export function putLeftover(
  { scope, stack }: Turn,
  { logicalId, type, physicalId, attributes, dependsOn, shown, ...resource }: ResourceDocument,
  properties: Properties = resource.properties,
  { takenBack = false }: { takenBack?: boolean } = {},
): void {
  if (physicalId === undefined) return
  cloudformation(scope)
    .leftovers(stack.stackId)
    .put(leftoverKey({ logicalId, physicalId }), {
      ...{ logicalId, type, physicalId, attributes, dependsOn, properties: { ...properties } },
      deletionPolicy: resource.updateReplacePolicy,
      ...{ shown, takenBack },
    })
}

/** Where a leftover stands in its collection. */
export function leftoverKey({
  logicalId,
  physicalId,
}: Pick<LeftoverDocument, 'logicalId' | 'physicalId'>): string {
  return `${logicalId}/${physicalId}`
}
