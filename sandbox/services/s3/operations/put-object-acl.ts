import type { PutObjectAclOutput, PutObjectAclRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { grantsOf } from '../acl.ts'
import { requestedBucket } from '../buckets.ts'
import { changeObject, requestedObject } from '../objects.ts'

/** Puts an access control list in the place of an object's, in buckets that have any. */
export const putObjectAcl: Operation<PutObjectAclRequest, PutObjectAclOutput> = (input, context) => {
  const found = requestedBucket(input, context)
  const object = requestedObject(context, found, input)
  changeObject(context.sandbox, found, object, { grants: grantsOf(input, found) })
  return {}
}
