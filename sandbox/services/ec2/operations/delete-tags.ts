import type { DeleteTagsRequest } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { refuseDryRun } from '../describe.ts'
import { missingParameter } from '../errors.ts'
import { retag } from '../tags.ts'

/** Removes tags by key, or by key and value; without tags all of them. */
export const deleteTags: Operation<DeleteTagsRequest, object> = (input, { scope }) => {
  if (!input.Resources?.length) throw missingParameter('resourceIdSet')
  refuseDryRun(input)
  const named = input.Tags
  retag(scope, input.Resources, tags =>
    tags.filter(
      tag =>
        named !== undefined &&
        !named.some(({ Key, Value }) => Key === tag.Key && (Value === undefined || Value === tag.Value)),
    ),
  )
  return {}
}
