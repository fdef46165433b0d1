import type { CreateTagsRequest } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { refuseDryRun } from '../describe.ts'
import { missingParameter } from '../errors.ts'
import { mergeTags, retag } from '../tags.ts'

/** Adds tags to resources, or overwrites them. */
export const createTags: Operation<CreateTagsRequest, object> = (input, { scope }) => {
  if (!input.Resources?.length) throw missingParameter('resourceIdSet')
  if (!input.Tags?.length) throw missingParameter('tagSet')
  refuseDryRun(input)
  const added = input.Tags
  retag(scope, input.Resources, tags => mergeTags(tags, added))
  return {}
}
