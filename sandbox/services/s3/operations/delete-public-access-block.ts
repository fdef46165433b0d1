import type { DeletePublicAccessBlockRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { changeBucket } from '../buckets.ts'

/** Lets policies and access control lists open a bucket to everybody again. */
export const deletePublicAccessBlock: Operation<DeletePublicAccessBlockRequest, object> = (
  input,
  context,
) => {
  changeBucket(input, context, ({ publicAccessBlock: _removed, ...bucket }) => bucket)
  return {}
}
