import type { TagResourceRequest } from '@aws-sdk/client-application-auto-scaling'
import type { Operation } from '../../../operation.ts'
import { scaling } from '../store.ts'
import { checkTags, targetByArn } from '../tags.ts'

export const tagResource: Operation<TagResourceRequest, object> = (input, { scope }) => {
  const target = targetByArn(scope, input.ResourceARN ?? '')
  const tags = { ...target.tags, ...input.Tags }
  checkTags(tags)
  scaling(scope).targets.put(target.resourceId, { ...target, tags })
  return {}
}
