import type { TagResourceInput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { checkedTags, findTagged } from '../tags.ts'

/** Throws InvalidArnException, InvalidTagsToAddException, …. */
export const tagResource: Operation<TagResourceInput, object> = (input, { scope }) => {
  const { tags, set } = findTagged(scope, input.ResourceArn)
  const added = checkedTags(input.Tags)
  const names = new Set(added.map(({ Key }) => Key))
  set(checkedTags([...tags.filter(({ Key }) => !names.has(Key)), ...added]))
  return {}
}
