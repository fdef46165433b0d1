import type { Scope } from '../../store/store.ts'
import { parameterArn } from './names.ts'
import { parameters } from './store.ts'

/** What GetResources finds of Parameter Store. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  return parameters(scope)
    .values()
    .filter(({ tags }) => tags.length > 0)
    .map(({ name, tags }) => ({
      arn: parameterArn(scope, name),
      tags: tags.map(({ Key = '', Value = '' }) => ({ Key, Value })),
    }))
}
