import type { DeleteAccountSettingRequest, DeleteAccountSettingResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { ecs } from '../store.ts'

export const deleteAccountSetting: Operation<DeleteAccountSettingRequest, DeleteAccountSettingResponse> = (
  input,
  { scope, principal },
) => {
  const principalArn = input.principalArn ?? principal.arn
  ecs(scope).accountSettings.delete(`${principalArn}/${input.name}`)
  return { setting: { name: input.name, principalArn } }
}
