import type { GetUserRequest, GetUserResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { callersUserName } from '../access-keys.ts'
import { presentUser } from '../present.ts'
import { stateOf, userNamed } from '../state.ts'

/** A user; without a name, the one who asks. */
export const getUser: Operation<GetUserRequest, GetUserResponse> = ({ UserName }, context) => ({
  User: presentUser(userNamed(stateOf(context), UserName ?? callersUserName(context))),
})
