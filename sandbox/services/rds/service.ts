import { arn } from '../../ids.ts'
import type { Service } from '../../gateway/service.ts'

const KINDS = {
  DBInstanceIdentifier: 'db',
  DBSnapshotIdentifier: 'snapshot',
  DBSubnetGroupName: 'subgrp',
  DBParameterGroupName: 'pg',
} as const

/** Amazon RDS for MySQL and MariaDB. */
export const service: Service = {
  id: 'rds',
  signingName: 'rds',
  client: () => import('@aws-sdk/client-rds'),
  serviceLinkedRole: { principal: 'rds.amazonaws.com', operations: ['CreateDBInstance'] },
  resourceArn: (_operation, input, { accountId, region, store }) => {
    const scope = store.scope(accountId, region)
    const values = input as Record<string, unknown>
    const found = Object.entries({ ResourceName: '', ...KINDS }).flatMap(([member, kind]) => {
      const name = values[member]
      if (typeof name !== 'string') return []
      return name.startsWith('arn:') ? [name] : [arn(scope, 'rds', `${kind}:${name.toLowerCase()}`)]
    })
    return found[0]
  },
}
