import type { GetUserRequest, GetUserResponse, User } from '@aws-sdk/client-iam'
import type { Operation, Principal } from '../../../operation.ts'
import { callersUserName } from '../access-keys.ts'
import { presentUser } from '../present.ts'
import { stateOf, userNamed } from '../state.ts'

/** A user; without a name, the one who asks. */
export const getUser: Operation<GetUserRequest, GetUserResponse> = ({ UserName }, context) => {
  const state = stateOf(context)
  if (UserName === undefined && context.principal.arn.endsWith(':root')) {
    const created = Math.min(
      context.sandbox.clock.now(),
      ...state.users.values().map(({ createdAt }) => createdAt),
    )
    return { User: rootUser(context.principal, created) }
  }
  return { User: presentUser(userNamed(state, UserName ?? callersUserName(context))) }
}

/** The owner of the account has neither a name nor a path. */
function rootUser({ arn, userId }: Principal, created: number): User {
  return { UserId: userId, Arn: arn, CreateDate: new Date(created) } as User
}
