import type { Grant, Permission } from '@aws-sdk/client-s3'
import { AwsError } from '../../operation.ts'
import { canonicalId, type FoundBucket } from './buckets.ts'
import { accessDenied, invalidArgument } from './errors.ts'

const EVERYBODY = 'http://acs.amazonaws.com/groups/global/AllUsers'
const AUTHENTICATED = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers'
const LOGS = 'http://acs.amazonaws.com/groups/s3/LogDelivery'

/** Grants of the access control lists that have names, beyond the owner's full control. */
const CANNED: Readonly<Record<string, [uri: string, permission: Permission][]>> = {
  private: [],
  'public-read': [[EVERYBODY, 'READ']],
  'public-read-write': [
    [EVERYBODY, 'READ'],
    [EVERYBODY, 'WRITE'],
  ],
  'authenticated-read': [[AUTHENTICATED, 'READ']],
  'log-delivery-write': [
    [LOGS, 'WRITE'],
    [LOGS, 'READ_ACP'],
  ],
  // The bucket's owner owns what is put into it here.
  'bucket-owner-read': [],
  'bucket-owner-full-control': [],
  'aws-exec-read': [],
}

interface AclInput {
  ACL?: string | undefined
  GrantFullControl?: string | undefined
  GrantRead?: string | undefined
  GrantReadACP?: string | undefined
  GrantWrite?: string | undefined
  GrantWriteACP?: string | undefined
}

/** Grants that a request's headers ask for. Throws AccessControlListNotSupported where the bucket has none, AccessDenied where they are blocked. */
export function cannedGrants(input: AclInput, found: FoundBucket): Grant[] {
  const { ACL: acl } = input
  const headers: [string | undefined, Permission][] = [
    [input.GrantFullControl, 'FULL_CONTROL'],
    [input.GrantRead, 'READ'],
    [input.GrantReadACP, 'READ_ACP'],
    [input.GrantWrite, 'WRITE'],
    [input.GrantWriteACP, 'WRITE_ACP'],
  ]
  const named = headers.flatMap(([text, permission]) =>
    grantees(text).map(grantee => ({ ...grantee, permission })),
  )
  if (acl !== undefined && !(acl in CANNED)) {
    throw invalidArgument('The specified canned ACL is not valid', 'x-amz-acl', acl)
  }
  const grants = [
    ...(CANNED[acl ?? 'private'] ?? []).map(([URI, Permission]): Grant => ({
      Grantee: { Type: 'Group', URI },
      Permission,
    })),
    ...named.map(({ permission, ...Grantee }): Grant => ({ Grantee, Permission: permission })),
  ]
  checkGrants(grants, found)
  return grants
}

/** Throws AccessControlListNotSupported, or AccessDenied for grants to everybody that the bucket's public access block refuses. */
export function checkGrants(grants: Grant[], { scope, bucket }: FoundBucket): void {
  const owner = canonicalId(scope.accountId)
  const beyond = grants.filter(({ Grantee }) => Grantee?.ID !== owner)
  if (beyond.length === 0) return
  if ((bucket.ownership ?? 'BucketOwnerEnforced') === 'BucketOwnerEnforced') {
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs')
  }
  const isPublic = beyond.some(({ Grantee }) => Grantee?.URI === EVERYBODY || Grantee?.URI === AUTHENTICATED)
  if (isPublic && bucket.publicAccessBlock?.BlockPublicAcls) throw accessDenied()
}

/** A whole access control list: the owner's full control, and the grants beside it. */
export function shownAcl(accountId: string, grants: Grant[] = []) {
  const ID = canonicalId(accountId)
  const own: Grant = { Grantee: { Type: 'CanonicalUser', ID }, Permission: 'FULL_CONTROL' }
  return { Owner: { ID }, Grants: [own, ...grants] }
}

/** Grants of an access control list that a request brings whole, without the owner's own. */
export function grantsOf(
  input: AclInput & { AccessControlPolicy?: { Grants?: Grant[] | undefined } | undefined },
  found: FoundBucket,
): Grant[] {
  const { AccessControlPolicy: policy } = input
  if (!policy) return cannedGrants(input, found)
  const grants = policy.Grants ?? []
  checkGrants(grants, found)
  const owner = canonicalId(found.scope.accountId)
  return grants.filter(({ Grantee }) => Grantee?.ID !== owner)
}

function grantees(
  text: string | undefined,
): { Type: 'Group' | 'CanonicalUser'; URI?: string; ID?: string }[] {
  return (text ?? '')
    .split(',')
    .filter(one => one.trim() !== '')
    .map(one => {
      const [, kind, value = ''] = /^\s*(uri|id|emailAddress)="?([^"]*)"?\s*$/.exec(one) ?? []
      if (kind === 'uri') return { Type: 'Group', URI: value }
      if (kind === 'id') return { Type: 'CanonicalUser', ID: value }
      throw invalidArgument('Argument format not recognized', 'x-amz-grant', one)
    })
}
