import type { Tag } from '@aws-sdk/client-cloudformation'
import { tagChanges } from './properties.ts'
import type { Change } from './resource-type.ts'

/** Tags as requests to EC2 have them for something new. */
export function tagSpecifications(resourceType: string, tags: Tag[]): Record<string, unknown> {
  return tags.length > 0 ? { TagSpecifications: [{ ResourceType: resourceType, Tags: tags }] } : {}
}

/** Brings the tags of something in EC2 to those of a change. */
export async function retag(change: Change, id = change.physicalId): Promise<void> {
  const { set, gone } = tagChanges(change)
  if (set.length > 0) await change.call('ec2', 'CreateTags', { Resources: [id], Tags: set })
  if (gone.length > 0)
    await change.call('ec2', 'DeleteTags', { Resources: [id], Tags: gone.map(Key => ({ Key })) })
}
