import type { TagResourceInput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { checkTags, tagsOf } from '../tags.ts'

export const tagResource: Operation<TagResourceInput, object> = (input, { scope, sandbox }) => {
  const { Tags = [] } = input
  const { tags, put } = tagsOf(sandbox, scope, input.ResourceARN ?? '')
  const kept = tags.filter(({ Key }) => !Tags.some(tag => tag.Key === Key))
  checkTags([...kept, ...Tags])
  put([...kept, ...Tags])
  return {}
}
