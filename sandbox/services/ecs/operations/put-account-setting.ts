import type { PutAccountSettingRequest, PutAccountSettingResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { putSetting } from '../account-settings.ts'

export const putAccountSetting: Operation<PutAccountSettingRequest, PutAccountSettingResponse> = (
  input,
  { scope, principal },
) => ({ setting: putSetting(scope, input.principalArn ?? principal.arn, input.name, input.value) })
