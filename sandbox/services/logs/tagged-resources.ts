import type { Scope } from '../../store/store.ts'
import { logs } from './store.ts'

/** CloudWatch Logs' part of GetResources. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  return logs(scope)
    .groups.values()
    .map(({ logGroupArn, tags }) => ({
      arn: logGroupArn,
      tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }))
    .filter(({ tags }) => tags.length > 0)
}
