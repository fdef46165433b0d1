import type { GetObjectAclOutput, GetObjectAclRequest } from '@aws-sdk/client-s3'
import type { Operation } from '../../../operation.ts'
import { shownAcl } from '../acl.ts'
import { requestedBucket } from '../buckets.ts'
import { requestedObject } from '../objects.ts'

/** The access control list of an object. */
export const getObjectAcl: Operation<GetObjectAclRequest, GetObjectAclOutput> = (input, context) => {
  const found = requestedBucket(input, context)
  const { object } = requestedObject(context, found, input)
  return shownAcl(found.scope.accountId, object.grants)
}
