import { arn } from '../../ids.ts'
import type { Scope } from '../../store/store.ts'
import { allTagged } from './tags.ts'

/** What GetResources finds of EC2. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  return allTagged(scope).map(({ ResourceId, ResourceType, Tags }) => ({
    arn: arn(scope, 'ec2', `${ResourceType}/${ResourceId}`),
    tags: Tags.map(({ Key = '', Value = '' }) => ({ Key, Value })),
  }))
}
