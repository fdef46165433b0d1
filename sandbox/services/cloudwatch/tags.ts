import { ResourceNotFoundException } from '@aws-sdk/client-cloudwatch'
import type { Tag } from '@aws-sdk/client-cloudwatch'
import type { Scope } from '../../store/store.ts'
import { invalidValue, thrown } from './errors.ts'
import type { Sandbox } from '../../operation.ts'
import { cloudwatch, dashboardArn, dashboards } from './store.ts'

const MOST_TAGS = 50

/** Throws InvalidParameterValue for tags that a resource cannot have. */
export function checkTags(tags: readonly Tag[]): void {
  if (tags.length > MOST_TAGS)
    throw invalidValue(`The collection Tags must not have a size greater than ${MOST_TAGS}.`)
  for (const { Key = '', Value = '' } of tags) {
    if (Key === '' || Key.length > 128 || /^aws:/i.test(Key)) {
      throw invalidValue(`The value ${Key} for parameter Tags.member.Key is invalid.`)
    }
    if (Value.length > 256)
      throw invalidValue(`The value ${Value} for parameter Tags.member.Value is invalid.`)
  }
}

/** The tags of an alarm or a dashboard, and how to change them. Throws ResourceNotFoundException. */
export function tagsOf(sandbox: Sandbox, scope: Scope, arn: string): { tags: Tag[]; put(tags: Tag[]): void } {
  const { alarms } = cloudwatch(scope)
  const alarm = alarms.get(arn.split(':alarm:').slice(1).join(':alarm:'))
  if (alarm?.arn === arn) return { tags: alarm.tags, put: tags => alarms.put(alarm.name, { ...alarm, tags }) }
  const own = dashboards(sandbox, scope.accountId)
  const dashboard = own.values().find(({ name }) => dashboardArn(scope, name) === arn)
  if (dashboard) {
    return { tags: dashboard.tags, put: tags => own.put(dashboard.name, { ...dashboard, tags }) }
  }
  throw thrown(ResourceNotFoundException, `The resource ${arn} does not exist.`)
}
