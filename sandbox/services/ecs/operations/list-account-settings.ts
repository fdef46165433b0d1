import type { ListAccountSettingsRequest, ListAccountSettingsResponse } from '@aws-sdk/client-ecs'
import type { Operation } from '../../../operation.ts'
import { settings } from '../account-settings.ts'
import { page } from '../pages.ts'

export const listAccountSettings: Operation<ListAccountSettingsRequest, ListAccountSettingsResponse> = (
  input,
  { scope, principal },
) => {
  const found = settings(scope, input.principalArn ?? principal.arn, input.effectiveSettings ?? false)
    .filter(({ name }) => !input.name || name === input.name)
    .filter(({ value }) => !input.value || value === input.value)
  const { items, ...rest } = page(found, input)
  return { settings: items, ...rest }
}
