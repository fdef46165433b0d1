import type { Tag } from '@aws-sdk/client-rds'
import type { Scope } from '../../store/store.ts'
import { rds, rdsArn } from './store.ts'

/** What GetResources finds of RDS. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  const { instances, snapshots, subnetGroups, parameterGroups } = rds(scope)
  return [
    ...instances.values().map(({ id, tags }) => shown(rdsArn(scope, 'db', id), tags)),
    ...snapshots.values().map(({ id, tags }) => shown(rdsArn(scope, 'snapshot', id), tags)),
    ...subnetGroups.values().map(({ name, tags }) => shown(rdsArn(scope, 'subgrp', name), tags)),
    ...parameterGroups.values().map(({ name, tags }) => shown(rdsArn(scope, 'pg', name), tags)),
  ].filter(({ tags }) => tags.length > 0)
}

function shown(arn: string, tags: Tag[]) {
  return { arn, tags: tags.map(({ Key = '', Value = '' }) => ({ Key, Value })) }
}
