import type { Scope } from '../../store/store.ts'
import { codebuild } from './store.ts'

/** What GetResources finds of CodeBuild. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  return codebuild(scope)
    .projects.values()
    .filter(({ tags }) => tags.length > 0)
    .map(({ arn, tags }) => ({
      arn,
      tags: tags.map(({ key = '', value = '' }) => ({ Key: key, Value: value })),
    }))
}
