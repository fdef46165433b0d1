import type { Scope } from '../../store/store.ts'
import { everyTagged } from './tags.ts'

/** ECS's part of GetResources. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  return everyTagged(scope).map(({ arn, tags }) => ({
    arn,
    tags: tags.map(({ key = '', value = '' }) => ({ Key: key, Value: value })),
  }))
}
