import type { Scope } from '../../store/store.ts'
import { everyTagged } from './tags.ts'

/** What GetResources finds of CodeDeploy. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  return everyTagged(scope).map(({ arn, tags }) => ({
    arn,
    tags: tags.map(({ Key = '', Value = '' }) => ({ Key, Value })),
  }))
}
