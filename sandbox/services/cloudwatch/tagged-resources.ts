import type { Scope } from '../../store/store.ts'
import { cloudwatch } from './store.ts'

/** CloudWatch's part of GetResources. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  return cloudwatch(scope)
    .alarms.values()
    .filter(({ tags }) => tags.length > 0)
    .map(({ arn, tags }) => ({ arn, tags: tags.map(({ Key = '', Value = '' }) => ({ Key, Value })) }))
}
