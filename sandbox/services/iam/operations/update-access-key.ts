import type { UpdateAccessKeyRequest } from '@aws-sdk/client-iam'
import { AwsError, type Operation } from '../../../operation.ts'
import { callersUserName, keyNamed } from '../access-keys.ts'
import { stateOf } from '../state.ts'

/** Switches a key off or on. */
export const updateAccessKey: Operation<UpdateAccessKeyRequest, object> = (input, context) => {
  const { UserName = callersUserName(context), AccessKeyId = '', Status } = input
  if (Status !== 'Active' && Status !== 'Inactive') {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${Status}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]`,
    )
  }
  const state = stateOf(context)
  const key = keyNamed(state, UserName, AccessKeyId)
  state.accessKeys.put(AccessKeyId, { ...key, Status })
  return {}
}
