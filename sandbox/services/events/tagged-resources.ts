import type { Scope } from '../../store/store.ts'
import { events } from './store.ts'

/** What GetResources finds of EventBridge. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  return events(scope)
    .rules.values()
    .filter(({ tags }) => tags.length > 0)
    .map(({ Arn, tags }) => ({
      arn: Arn,
      tags: tags.map(({ Key = '', Value = '' }) => ({ Key, Value })),
    }))
}
