import type { ListAccessKeysRequest, ListAccessKeysResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { callersUserName, keysOf } from '../access-keys.ts'
import { pageOf } from '../page.ts'
import { presentAccessKey } from '../present.ts'
import { stateOf, userNamed } from '../state.ts'

/** A user's keys, without their secrets. */
export const listAccessKeys: Operation<ListAccessKeysRequest, ListAccessKeysResponse> = (input, context) => {
  const state = stateOf(context)
  const { UserName } = userNamed(state, input.UserName ?? callersUserName(context))
  const { items, ...page } = pageOf(keysOf(state, UserName), input)
  return { AccessKeyMetadata: items.map(presentAccessKey), ...page }
}
