import type {
  AccessKeyMetadata,
  Group as GroupShape,
  Policy,
  Role as RoleShape,
  User as UserShape,
} from '@aws-sdk/client-iam'
import type { AwsManagedPolicy } from './managed-policies.ts'
import type { AccessKey, Group, IamState, ManagedPolicy, Role, User } from './store.ts'

/** A role as `GetRole` shows it; lists leave the tags and the boundary out. */
export function presentRole(role: Role, inList = false): RoleShape {
  const { Path, RoleName, RoleId, Arn, Description, MaxSessionDuration, permissionsBoundary, tags } = role
  return {
    Path,
    RoleName,
    RoleId,
    Arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(role.assumeRolePolicy),
    ...(Description !== undefined && { Description }),
    MaxSessionDuration,
    ...(!inList && {
      ...boundary(permissionsBoundary),
      ...(tags.length > 0 && { Tags: tags }),
      RoleLastUsed: {},
    }),
  }
}

/** A user as `GetUser` shows it. */
export function presentUser(user: User, inList = false): UserShape {
  const { Path, UserName, UserId, Arn, permissionsBoundary, tags } = user
  return {
    Path,
    UserName,
    UserId,
    Arn,
    CreateDate: new Date(user.createdAt),
    ...(!inList && { ...boundary(permissionsBoundary), ...(tags.length > 0 && { Tags: tags }) }),
  }
}

/** A group as AWS shows it. */
export function presentGroup({ Path, GroupName, GroupId, Arn, createdAt }: Group): GroupShape {
  return { Path, GroupName, GroupId, Arn, CreateDate: new Date(createdAt) }
}

/** A managed policy of the account's own, with its number of attachments. */
export function presentPolicy(state: IamState, policy: ManagedPolicy): Policy {
  const { Arn, PolicyName, PolicyId, Path, DefaultVersionId, Description, tags } = policy
  return {
    PolicyName,
    PolicyId,
    Arn,
    Path,
    DefaultVersionId,
    AttachmentCount: attachments(state, Arn),
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    ...(Description !== undefined && { Description }),
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
    ...(tags.length > 0 && { Tags: tags }),
  }
}

/** A policy that AWS manages, seen from an account. */
export function presentAwsPolicy(state: IamState, policy: AwsManagedPolicy): Policy {
  const { Arn, PolicyName, PolicyId, Path, DefaultVersionId, Description, CreateDate } = policy
  return {
    PolicyName,
    PolicyId,
    Arn,
    Path,
    DefaultVersionId,
    AttachmentCount: attachments(state, Arn),
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    Description,
    CreateDate: new Date(CreateDate),
    UpdateDate: new Date(CreateDate),
  }
}

export function presentAccessKey({ UserName, AccessKeyId, Status, createdAt }: AccessKey): AccessKeyMetadata {
  return { UserName, AccessKeyId, Status, CreateDate: new Date(createdAt) }
}

/** IAM sends policy documents percent-encoded. */
export function encodeDocument(text: string): string {
  return encodeURIComponent(text)
}

function attachments({ users, roles, groups }: IamState, arn: string): number {
  return [...users.values(), ...roles.values(), ...groups.values()].filter(({ attachedPolicies }) =>
    attachedPolicies.includes(arn),
  ).length
}

function boundary(arn: string | undefined): Pick<RoleShape, 'PermissionsBoundary'> {
  return arn === undefined
    ? {}
    : {
        PermissionsBoundary: {
          PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
          PermissionsBoundaryArn: arn,
        },
      }
}
