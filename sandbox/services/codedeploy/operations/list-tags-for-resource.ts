import type { ListTagsForResourceInput, ListTagsForResourceOutput } from '@aws-sdk/client-codedeploy'
import type { Operation } from '../../../operation.ts'
import { checkNoToken } from '../lookup.ts'
import { findTagged } from '../tags.ts'

/** Throws InvalidArnException, ArnNotSupportedException, …. */
export const listTagsForResource: Operation<ListTagsForResourceInput, ListTagsForResourceOutput> = (
  input,
  { scope },
) => {
  checkNoToken(input.NextToken)
  return { Tags: findTagged(scope, input.ResourceArn).tags }
}
