import type { LabAccount, Resource } from '../define.ts'
import type { InventoryItem, TeardownOptions } from './inventory.ts'

/** How one kind of AWS resource is found, described and deleted: one file a kind in this folder. */
export interface ResourceKind {
  /** Service and kind as an ARN has them, such as `ecs:service`. */
  type: string
  /** Lower is deleted earlier. */
  order: number
  /** Ids that the tagging API does not give: children of what was found, or kinds that it does not know. */
  search?(account: LabAccount, labId: string, found: Resource[]): Promise<string[]>
  /** Describes the ids, and answers those which stand and are not another lab's. */
  standing(account: LabAccount, labId: string, ids: string[]): Promise<InventoryItem[]>
  /** Deletes it and waits until it is gone. What is gone already may throw AWS's NotFound. */
  remove(account: LabAccount, item: InventoryItem, options: TeardownOptions): Promise<void>
}

/** The tag that every resource of a lab carries; its value is the lab's id. */
export const LAB_TAG = 'slipway-lab'

/** Tags in any of AWS's spellings. */
export type Tags =
  { key?: string; value?: string; Key?: string; Value?: string }[] | Record<string, string> | undefined

/** The lab that a resource's tags name; undefined for an untagged one. */
export function labOf(tags: Tags): string | undefined {
  if (!tags) return undefined
  if (!Array.isArray(tags)) return tags[LAB_TAG]
  const tag = tags.find(one => (one.key ?? one.Key) === LAB_TAG)
  return tag?.value ?? tag?.Value
}

/** The inventory's line for a resource with these tags; none when it is another lab's. Only what carries the tag is ever deleted. */
export function itemOf(
  kind: Pick<ResourceKind, 'type' | 'order'>,
  labId: string,
  tags: Tags,
  { id, label }: { id: string; label: string },
): InventoryItem[] {
  const owner = labOf(tags)
  const item = { type: kind.type, id, label, order: kind.order }
  if (owner === labId) return [item]
  if (owner !== undefined) return []
  return [
    {
      ...item,
      kept: `It does not carry the tag ${LAB_TAG}=${labId}, so it may be somebody else's. Delete it yourself if it is not.`,
    },
  ]
}

/** The part of an ARN after the fifth colon. */
export function resourcePart(arn: string): string {
  return arn.split(':').slice(5).join(':')
}
