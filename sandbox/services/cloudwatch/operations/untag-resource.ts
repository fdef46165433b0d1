import type { UntagResourceInput } from '@aws-sdk/client-cloudwatch'
import type { Operation } from '../../../operation.ts'
import { tagsOf } from '../tags.ts'

export const untagResource: Operation<UntagResourceInput, object> = (input, { scope, sandbox }) => {
  const { tags, put } = tagsOf(sandbox, scope, input.ResourceARN ?? '')
  put(tags.filter(({ Key = '' }) => !input.TagKeys?.includes(Key)))
  return {}
}
