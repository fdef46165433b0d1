import type { TagResourceRequest } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { events } from '../store.ts'
import { taggedRule, withTags } from '../tags.ts'

/** Throws ResourceNotFoundException. */
export const tagResource: Operation<TagResourceRequest, object> = (input, { scope }) => {
  const rule = taggedRule(scope, input.ResourceARN ?? '')
  events(scope).rules.put(rule.Name, { ...rule, tags: withTags(rule.tags, input.Tags) })
  return {}
}
