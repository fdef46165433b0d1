import type { DeleteAccessKeyRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { callersUserName, keyNamed } from '../access-keys.ts'
import { stateOf } from '../state.ts'

/** Deletes a key; whoever uses it is refused from now on. */
export const deleteAccessKey: Operation<DeleteAccessKeyRequest, object> = (input, context) => {
  const { UserName = callersUserName(context), AccessKeyId = '' } = input
  const state = stateOf(context)
  keyNamed(state, UserName, AccessKeyId)
  state.accessKeys.delete(AccessKeyId)
  return {}
}
