import { randomBytes } from 'node:crypto'
import type { Collection, Scope, Store } from '../../store/store.ts'

export interface Tag {
  Key: string
  Value: string
}

/** What users and roles have in common. Documents are JSON texts as they were put. */
export interface Identity {
  Path: string
  Arn: string
  /** Milliseconds since the epoch. */
  createdAt: number
  inlinePolicies: Record<string, string>
  attachedPolicies: string[]
  permissionsBoundary?: string
  tags: Tag[]
}

export interface User extends Identity {
  UserName: string
  UserId: string
}

/** Users who share policies. */
export interface Group extends Identity {
  GroupName: string
  GroupId: string
  userNames: string[]
}

export interface Role extends Identity {
  RoleName: string
  RoleId: string
  Description?: string
  assumeRolePolicy: string
  /** Seconds. */
  MaxSessionDuration: number
}

/** What an instance gets its role from; it holds one at most. */
export interface InstanceProfile {
  InstanceProfileName: string
  InstanceProfileId: string
  Path: string
  Arn: string
  /** Milliseconds since the epoch. */
  createdAt: number
  roleName?: string
  tags: Tag[]
}

export interface AccessKey {
  AccessKeyId: string
  SecretAccessKey: string
  UserName: string
  Status: 'Active' | 'Inactive'
  createdAt: number
}

export interface ManagedPolicy {
  Arn: string
  PolicyName: string
  PolicyId: string
  Path: string
  Description?: string
  createdAt: number
  updatedAt: number
  versions: { VersionId: string; document: string; createdAt: number }[]
  DefaultVersionId: string
  /** Number of the newest version ever made; numbers are not used again. */
  newestVersion: number
  tags: Tag[]
}

/** Temporary credentials, of a role or of a user. */
export interface Session {
  AccessKeyId: string
  SecretAccessKey: string
  SessionToken: string
  arn: string
  userId: string
  roleName?: string
  userName?: string
  sessionPolicies: string[]
  expiresAt: number
}

/** IAM's state of an account. */
export interface IamState {
  users: Collection<User>
  roles: Collection<Role>
  groups: Collection<Group>
  instanceProfiles: Collection<InstanceProfile>
  accessKeys: Collection<AccessKey>
  policies: Collection<ManagedPolicy>
  sessions: Collection<Session>
  scope: Scope
}

/** IAM is global: its state is the same from every region. */
export function iamState(store: Store, accountId: string): IamState {
  const scope = store.scope(accountId, 'global')
  return {
    users: scope.collection<User>('iam:user'),
    roles: scope.collection<Role>('iam:role'),
    groups: scope.collection<Group>('iam:group'),
    instanceProfiles: scope.collection<InstanceProfile>('iam:instance-profile'),
    accessKeys: scope.collection<AccessKey>('iam:access-key'),
    policies: scope.collection<ManagedPolicy>('iam:policy'),
    sessions: scope.collection<Session>('sts:session'),
    scope,
  }
}

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** An unique id such as `AROA3XFRBF535PLBIFPI4`. */
export function uniqueId(prefix: 'AIDA' | 'AROA' | 'ANPA' | 'AGPA' | 'AIPA'): string {
  return prefix + Array.from(randomBytes(17), byte => ID_ALPHABET.charAt(byte & 31)).join('')
}
