import type { Scope } from '../../store/store.ts'
import { cloudformation } from './store.ts'

/** What GetResources finds of CloudFormation. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  return cloudformation(scope)
    .stacks.values()
    .filter(({ status, tags }) => status !== 'DELETE_COMPLETE' && tags.length > 0)
    .map(({ stackId, tags }) => ({
      arn: stackId,
      tags: tags.map(({ Key = '', Value = '' }) => ({ Key, Value })),
    }))
}
