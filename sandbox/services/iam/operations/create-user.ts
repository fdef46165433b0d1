import type { CreateUserRequest, CreateUserResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { alreadyExists } from '../errors.ts'
import { checkedBoundary } from '../identity-policies.ts'
import { presentUser } from '../present.ts'
import { isNamed, stateOf } from '../state.ts'
import { uniqueId, type User } from '../store.ts'
import { checkedPath, checkName, withTags } from '../validate.ts'

/** Creates a user, who may do nothing yet and has no key. */
export const createUser: Operation<CreateUserRequest, CreateUserResponse> = (input, context) => {
  const { UserName = '', PermissionsBoundary, Tags } = input
  const state = stateOf(context)
  checkName('userName', UserName, 64)
  const Path = checkedPath(input.Path)
  if (
    isNamed(
      state.users.values().map(held => held.UserName),
      UserName,
    )
  )
    throw alreadyExists(`User with name ${UserName} already exists.`)
  const user: User = {
    UserName,
    UserId: uniqueId('AIDA'),
    Path,
    Arn: `arn:aws:iam::${context.accountId}:user${Path}${UserName}`,
    createdAt: context.sandbox.clock.now(),
    inlinePolicies: {},
    attachedPolicies: [],
    ...(PermissionsBoundary !== undefined && {
      permissionsBoundary: checkedBoundary(state, PermissionsBoundary),
    }),
    tags: withTags([], Tags),
  }
  state.users.put(UserName, user)
  return { User: presentUser(user) }
}
