import type { Setting } from '@aws-sdk/client-ecs'
import type { Scope } from '../../store/store.ts'
import { checkOneOf } from './known-values.ts'
import { invalidParameter } from './lookup.ts'
import { ecs } from './store.ts'

/** What an account has that nobody has changed, as on AWS today. */
const DEFAULTS: Record<string, string> = {
  serviceLongArnFormat: 'enabled',
  taskLongArnFormat: 'enabled',
  containerInstanceLongArnFormat: 'enabled',
  awsvpcTrunking: 'disabled',
  containerInsights: 'disabled',
  dualStackIPv6: 'enabled',
  fargateFIPSMode: 'disabled',
  fargateTaskRetirementWaitPeriod: '7',
  tagResourceAuthorization: 'off',
  guardDutyActivate: 'off',
  defaultLogDriverMode: 'non-blocking',
}

/** What settings may be, other than `enabled` and `disabled`. */
const VALUES: Record<string, readonly string[]> = {
  containerInsights: ['enabled', 'disabled', 'enhanced'],
  fargateTaskRetirementWaitPeriod: ['0', '7', '14'],
  tagResourceAuthorization: ['on', 'off'],
  guardDutyActivate: ['on', 'off'],
  defaultLogDriverMode: ['blocking', 'non-blocking'],
}

/** Writes a setting of a principal, or of the account where that is its root. Throws InvalidParameterException. */
export function putSetting(scope: Scope, principalArn: string, name = '', value = ''): Setting {
  if (!(name in DEFAULTS)) throw invalidParameter(`Invalid account setting name: ${name}.`)
  if (!value) throw invalidParameter('The value of an account setting must not be empty.')
  checkOneOf(value, 'value', VALUES[name] ?? ['enabled', 'disabled'])
  ecs(scope).accountSettings.put(`${principalArn}/${name}`, { name, value, principalArn })
  return { name: name as Setting['name'] & string, value, principalArn, type: 'user' }
}

/** A principal's settings; `effective` fills in the account's and AWS's own. */
export function settings(scope: Scope, principalArn: string, effective: boolean): Setting[] {
  const { accountSettings } = ecs(scope)
  const root = rootArn(scope)
  return Object.entries(DEFAULTS).flatMap(([name, value]) => {
    const own = accountSettings.get(`${principalArn}/${name}`)
    const found = own ?? (effective ? accountSettings.get(`${root}/${name}`) : undefined)
    if (!found && !effective) return []
    return [
      {
        name: name as NonNullable<Setting['name']>,
        value: found?.value ?? value,
        principalArn,
        type: 'user',
      },
    ]
  })
}

/** Who stands for the whole account. */
export function rootArn(scope: Scope): string {
  return `arn:aws:iam::${scope.accountId}:root`
}
