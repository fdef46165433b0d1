import type { TagUserRequest } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { userNamed, stateOf } from '../state.ts'
import { withTags } from '../validate.ts'

/** Adds tags to the user, or changes their values. */
export const tagUser: Operation<TagUserRequest, object> = ({ UserName, Tags }, context) => {
  const state = stateOf(context)
  const user = userNamed(state, UserName)
  user.tags = withTags(user.tags, Tags)
  state.users.put(user.UserName, user)
  return {}
}
