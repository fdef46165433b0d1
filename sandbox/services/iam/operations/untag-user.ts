import type { UntagUserRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { userNamed, stateOf } from '../state.ts'

/** Removes tags from the user; keys that it does not have are no error. */
export const untagUser: Operation<UntagUserRequest, object> = ({ UserName, TagKeys = [] }, context) => {
  const state = stateOf(context)
  const user = userNamed(state, UserName)
  user.tags = user.tags.filter(({ Key }) => !TagKeys.includes(Key))
  state.users.put(user.UserName, user)
  return {}
}
