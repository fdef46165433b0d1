import type { UntagResourceRequest } from '@aws-sdk/client-application-auto-scaling'
import type { Operation } from '../../../operation.ts'
import { scaling } from '../store.ts'
import { targetByArn } from '../tags.ts'

export const untagResource: Operation<UntagResourceRequest, object> = (input, { scope }) => {
  const target = targetByArn(scope, input.ResourceARN ?? '')
  const kept = Object.entries(target.tags).filter(([key]) => !input.TagKeys?.includes(key))
  scaling(scope).targets.put(target.resourceId, { ...target, tags: Object.fromEntries(kept) })
  return {}
}
