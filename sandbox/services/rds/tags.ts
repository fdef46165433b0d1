import type { Tag } from '@aws-sdk/client-rds'
import type { Scope } from '../../store/store.ts'
import {
  instanceNotFound,
  invalidValue,
  parameterGroupNotFound,
  snapshotNotFound,
  subnetGroupNotFound,
} from './errors.ts'
import { rds } from './store.ts'

const MOST = 50

/** `held` with `added` in it. Throws InvalidParameterValue. */
export function withTags(held: Tag[], added: Tag[] = []): Tag[] {
  const tags = new Map(held.map(({ Key, Value }) => [Key, Value]))
  for (const { Key = '', Value = '' } of added) {
    if (Key.length === 0 || Key.length > 128 || Value.length > 256 || /^(aws|rds):/i.test(Key)) {
      throw invalidValue(
        `Tag keys have 1 to 128 characters and do not begin with aws: or rds:, values up to 256; got the key ${JSON.stringify(Key)}.`,
      )
    }
    tags.set(Key, Value)
  }
  if (tags.size > MOST) throw invalidValue(`A resource can have at most ${MOST} tags.`)
  return [...tags].map(([Key, Value]) => ({ Key, Value }))
}

/** The tags of what an ARN names, and how to put others in their place. Throws InvalidParameterValue or the kind's NotFound. */
export function tagged(scope: Scope, arn = ''): { tags: Tag[]; put(tags: Tag[]): void } {
  const [, region, accountId, kind, id = ''] =
    /^arn:aws:rds:([a-z0-9-]+):(\d{12}):(db|snapshot|subgrp|pg):(.+)$/.exec(arn) ?? []
  if (kind === undefined || region !== scope.region || accountId !== scope.accountId) {
    throw invalidValue(`The specified resource name does not match an RDS resource in this region: ${arn}`)
  }
  const { instances, snapshots, subnetGroups, parameterGroups } = rds(scope)
  const of = <T extends { tags: Tag[] }>(
    collection: { get(id: string): T | undefined; put(id: string, document: T): void },
    missing: (id: string) => Error,
  ) => {
    const document = collection.get(id)
    if (!document) throw missing(id)
    return { tags: document.tags, put: (tags: Tag[]) => collection.put(id, { ...document, tags }) }
  }
  if (kind === 'db') return of(instances, instanceNotFound)
  if (kind === 'snapshot') return of(snapshots, snapshotNotFound)
  if (kind === 'subgrp') return of(subnetGroups, subnetGroupNotFound)
  return of(parameterGroups, parameterGroupNotFound)
}
