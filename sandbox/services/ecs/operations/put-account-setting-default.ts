import type { PutAccountSettingDefaultRequest, PutAccountSettingDefaultResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { putSetting, rootArn } from '../account-settings.ts'

export const putAccountSettingDefault: Operation<
  PutAccountSettingDefaultRequest,
  PutAccountSettingDefaultResponse
> = (input, { scope }) => ({ setting: putSetting(scope, rootArn(scope), input.name, input.value) })
