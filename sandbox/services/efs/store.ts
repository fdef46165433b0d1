import type {
  LifecyclePolicy,
  PerformanceMode,
  PosixUser,
  RootDirectory,
  Tag,
  ThroughputMode,
} from '@aws-sdk/client-efs'
import { arn } from '../../ids.ts'
import type { Collection, Scope } from '../../store/store.ts'

/** What AWS takes a while for. */
interface Changing {
  /** On the account's own time: till then it is being created. */
  availableAt: number
  /** On the account's own time: when it is gone. */
  goneAt?: number
}

export interface FileSystemDocument extends Changing {
  id: string
  creationToken: string
  /** Milliseconds since the epoch. */
  createdAt: number
  performanceMode: PerformanceMode
  throughputMode: ThroughputMode
  provisionedThroughput?: number
  encrypted: boolean
  kmsKeyId?: string
  /** Of a One Zone file system. */
  zone?: string
  replicationOverwriteProtection: 'ENABLED' | 'DISABLED'
  lifecyclePolicies: LifecyclePolicy[]
  backup: 'ENABLED' | 'DISABLED'
  policy?: string
  tags: Tag[]
}

export interface MountTargetDocument extends Changing {
  id: string
  fileSystemId: string
  subnetId: string
  vpcId: string
  zone: string
  zoneId: string
  networkInterfaceId: string
  ipAddress: string
  securityGroupIds: string[]
}

export interface AccessPointDocument extends Changing {
  id: string
  fileSystemId: string
  clientToken: string
  posixUser?: PosixUser
  rootDirectory: RootDirectory
  tags: Tag[]
}

/** EFS's state of one account and region, by id; the files lie in folders. */
export function efs(scope: Scope): {
  fileSystems: Collection<FileSystemDocument>
  mountTargets: Collection<MountTargetDocument>
  accessPoints: Collection<AccessPointDocument>
} {
  return {
    fileSystems: scope.collection('efs:file-system'),
    mountTargets: scope.collection('efs:mount-target'),
    accessPoints: scope.collection('efs:access-point'),
  }
}

export function efsArn(scope: Scope, kind: 'file-system' | 'access-point', id: string): string {
  return arn(scope, 'elasticfilesystem', `${kind}/${id}`)
}
