import type { UntagResourceRequest } from '@aws-sdk/client-eventbridge'
import type { Operation } from '../../../operation.ts'
import { events } from '../store.ts'
import { taggedRule } from '../tags.ts'

/** Throws ResourceNotFoundException. */
export const untagResource: Operation<UntagResourceRequest, object> = (input, { scope }) => {
  const rule = taggedRule(scope, input.ResourceARN ?? '')
  const tags = rule.tags.filter(({ Key = '' }) => !input.TagKeys?.includes(Key))
  events(scope).rules.put(rule.Name, { ...rule, tags })
  return {}
}
