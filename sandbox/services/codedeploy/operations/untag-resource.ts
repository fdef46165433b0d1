import type { UntagResourceInput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { findTagged } from '../tags.ts'

/** Throws InvalidArnException, …. */
export const untagResource: Operation<UntagResourceInput, object> = (input, { scope }) => {
  const { tags, set } = findTagged(scope, input.ResourceArn)
  set(tags.filter(({ Key = '' }) => !input.TagKeys?.includes(Key)))
  return {}
}
