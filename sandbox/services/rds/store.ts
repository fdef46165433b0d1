import type { EventCategoriesMap, Tag } from '@aws-sdk/client-rds'
import { arn } from '../../ids.ts'
import type { Collection, Scope } from '../../store/store.ts'

export type InstanceStatus =
  | 'creating'
  | 'available'
  | 'backing-up'
  | 'modifying'
  | 'rebooting'
  | 'starting'
  | 'stopping'
  | 'stopped'
  | 'deleting'
  | 'failed'

/** What an instance and a snapshot of it have in common. */
export interface DatabaseShape {
  engine: 'mysql' | 'mariadb'
  /** What really runs, such as 10.11.19. */
  engineVersion: string
  masterUsername: string
  allocatedStorage: number
  storageType: string
  iops?: number
  port: number
  availabilityZone: string
  vpcId: string
  resourceId: string
  storageEncrypted: boolean
}

export interface InstanceDocument extends DatabaseShape {
  id: string
  status: InstanceStatus
  instanceClass: string
  dbName?: string
  /** Milliseconds since the epoch. */
  createdAt: number
  subnetGroupName: string
  networkInterfaceId: string
  privateIp: string
  securityGroupIds: string[]
  parameterGroupName: string
  /** Whether the parameter group has changes that only a reboot brings into force. */
  pendingReboot?: boolean
  publiclyAccessible: boolean
  deletionProtection: boolean
  multiAz: boolean
  autoMinorVersionUpgrade: boolean
  copyTagsToSnapshot: boolean
  backupRetentionPeriod: number
  preferredBackupWindow: string
  preferredMaintenanceWindow: string
  /** Of a password that Secrets Manager keeps. */
  secretArn?: string
  tags: Tag[]
  /** Of the user that the practice account itself comes as. */
  adminPassword: string
  /** The master user's, until the server has it. */
  pendingPassword?: string
  /** Identifier of the snapshot whose data it begins with. */
  restoreFrom?: string
  /** Where it listens on this machine; a restart takes the same port again if it is free. */
  localPort?: number
}

export interface SnapshotDocument extends DatabaseShape {
  id: string
  instanceId: string
  status: 'creating' | 'available'
  createdAt: number
  instanceCreatedAt: number
  tags: Tag[]
}

export interface SubnetGroupDocument {
  name: string
  description: string
  vpcId: string
  subnetIds: string[]
  tags: Tag[]
}

export interface ParameterGroupDocument {
  name: string
  family: string
  description: string
  /** Only what was set. */
  values: Record<string, { value: string; applyMethod: 'immediate' | 'pending-reboot' }>
  tags: Tag[]
}

export interface EventDocument {
  /** Counts the account's events; also its key. */
  number: number
  sourceId: string
  sourceType: 'db-instance' | 'db-snapshot'
  message: string
  categories: NonNullable<EventCategoriesMap['EventCategories']>
  at: number
}

/** RDS's state of one account and region, by identifier; the databases' files lie in folders. */
export function rds(scope: Scope): {
  instances: Collection<InstanceDocument>
  snapshots: Collection<SnapshotDocument>
  subnetGroups: Collection<SubnetGroupDocument>
  parameterGroups: Collection<ParameterGroupDocument>
  events: Collection<EventDocument>
} {
  return {
    instances: scope.collection('rds:instance'),
    snapshots: scope.collection('rds:snapshot'),
    subnetGroups: scope.collection('rds:subnet-group'),
    parameterGroups: scope.collection('rds:parameter-group'),
    events: scope.collection('rds:event'),
  }
}

export function rdsArn(scope: Scope, kind: 'db' | 'snapshot' | 'subgrp' | 'pg', id: string): string {
  return arn(scope, 'rds', `${kind}:${id}`)
}
