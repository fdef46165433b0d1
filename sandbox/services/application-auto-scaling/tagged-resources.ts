import type { Scope } from '../../store/store.ts'
import { scaling } from './store.ts'

/** Application Auto Scaling's part of GetResources. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  return scaling(scope)
    .targets.values()
    .map(({ arn, tags }) => ({ arn, tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) }))
    .filter(({ tags }) => tags.length > 0)
}
