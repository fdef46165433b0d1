import { tagChanges } from './properties.ts'
import type { Change } from './resource-type.ts'

/** Brings the tags of something in Elastic Load Balancing to those of a change. */
export async function retagLoadBalancing(change: Change): Promise<void> {
  const { set, gone } = tagChanges(change)
  const ResourceArns = [change.physicalId]
  if (set.length > 0) await change.call('elbv2', 'AddTags', { ResourceArns, Tags: set })
  if (gone.length > 0) await change.call('elbv2', 'RemoveTags', { ResourceArns, TagKeys: gone })
}
