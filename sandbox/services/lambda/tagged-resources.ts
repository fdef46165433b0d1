import type { Scope } from '../../store/store.ts'
import { lambda } from './store.ts'

/** What GetResources finds of Lambda. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  return lambda(scope)
    .functions.values()
    .filter(({ tags }) => Object.keys(tags).length > 0)
    .map(({ functionArn, tags }) => ({
      arn: functionArn,
      tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }))
}
