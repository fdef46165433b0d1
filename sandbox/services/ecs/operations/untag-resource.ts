import { ResourceNotFoundException } from '@aws-sdk/client-ecs'
import type { UntagResourceRequest, UntagResourceResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { thrown } from '../lookup.ts'
import { findTagged } from '../tags.ts'

export const untagResource: Operation<UntagResourceRequest, UntagResourceResponse> = (input, { scope }) => {
  const tagged = findTagged(scope, input.resourceArn ?? '')
  if (!tagged) throw thrown(ResourceNotFoundException, 'The specified resource was not found.')
  const removed = new Set(input.tagKeys)
  tagged.document.tags = tagged.document.tags.filter(({ key = '' }) => !removed.has(key))
  tagged.save()
  return {}
}
