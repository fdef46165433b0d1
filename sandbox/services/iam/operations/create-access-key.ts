import type { CreateAccessKeyRequest, CreateAccessKeyResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { newAccessKeyId, newSecretAccessKey } from '../access-key-id.ts'
import { callersUserName, keysOf } from '../access-keys.ts'
import { limitExceeded } from '../errors.ts'
import { stateOf, userNamed } from '../state.ts'
import type { AccessKey } from '../store.ts'

const MOST_KEYS = 2

/** Creates a key; its secret is shown this once. */
export const createAccessKey: Operation<CreateAccessKeyRequest, CreateAccessKeyResponse> = (
  input,
  context,
) => {
  const state = stateOf(context)
  const { UserName } = userNamed(state, input.UserName ?? callersUserName(context))
  if (keysOf(state, UserName).length >= MOST_KEYS) throw limitExceeded('AccessKeysPerUser', MOST_KEYS)
  const key: AccessKey = {
    AccessKeyId: newAccessKeyId('AKIA', context.accountId),
    SecretAccessKey: newSecretAccessKey(),
    UserName,
    Status: 'Active',
    createdAt: context.sandbox.clock.now(),
  }
  state.accessKeys.put(key.AccessKeyId, key)
  const { createdAt, ...AccessKey } = key
  return { AccessKey: { ...AccessKey, CreateDate: new Date(createdAt) } }
}
