import type { Scope } from '../../store/store.ts'
import { secrets } from './store.ts'

/** What GetResources finds of Secrets Manager. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  return secrets(scope)
    .values()
    .filter(({ tags, deletion }) => tags.length > 0 && !deletion)
    .map(({ ARN, tags }) => ({
      arn: ARN,
      tags: tags.map(({ Key = '', Value = '' }) => ({ Key, Value })),
    }))
}
