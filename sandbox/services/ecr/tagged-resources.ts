import type { Scope } from '../../store/store.ts'
import { ecr } from './store.ts'

/** What GetResources finds of ECR. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  return ecr(scope)
    .repositories.values()
    .filter(({ tags }) => tags.length > 0)
    .map(({ repositoryArn, tags }) => ({
      arn: repositoryArn,
      tags: tags.map(({ Key = '', Value = '' }) => ({ Key, Value })),
    }))
}
