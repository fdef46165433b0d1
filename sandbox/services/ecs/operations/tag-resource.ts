import { ResourceNotFoundException } from '@aws-sdk/client-ecs'
import type { TagResourceRequest, TagResourceResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { thrown } from '../lookup.ts'
import { checkedTags, findTagged, mergeTags } from '../tags.ts'

export const tagResource: Operation<TagResourceRequest, TagResourceResponse> = (input, { scope }) => {
  const tagged = findTagged(scope, input.resourceArn ?? '')
  if (!tagged) throw thrown(ResourceNotFoundException, 'The specified resource was not found.')
  const added = checkedTags(input.tags)
  tagged.document.tags = mergeTags(tagged.document.tags, added)
  tagged.save()
  return {}
}
