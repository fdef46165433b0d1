import type { DescribeTagsInput, DescribeTagsOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Operation } from '../../../operation.ts'
import { validationError } from '../errors.ts'
import { tagged } from '../tags.ts'

/** Tags of up to 20 resources. */
export const describeTags: Operation<DescribeTagsInput, DescribeTagsOutput> = (input, { scope }) => {
  const arns = input.ResourceArns ?? []
  if (arns.length > 20) throw validationError('You can describe the tags of 20 resources at most in one call')
  return {
    TagDescriptions: arns.map(ResourceArn => ({ ResourceArn, Tags: tagged(scope, ResourceArn).tags })),
  }
}
