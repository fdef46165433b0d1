import type { Grant } from '@aws-sdk/client-s3'
import { AwsError, type Principal, type Sandbox } from '../../operation.ts'
import { findCaller } from '../iam/caller.ts'
import { evaluate } from '../iam/policy/evaluate.ts'
import {
  evaluateWithResourcePolicy,
  type PolicyCaller,
  resourcePolicyEffects,
} from '../iam/policy/resource-policy.ts'
import { actionsOf } from './actions.ts'
import { bucketArn, canonicalId, findBucket, type FoundBucket } from './buckets.ts'
import { conditionContext, type Wish } from './condition-context.ts'
import { accessDenied, noSuchBucket } from './errors.ts'
import { isPublicPolicy } from './public-policy.ts'
import { s3 } from './store.ts'

/** A request, before it is known whether it is allowed. */
export interface Question {
  operation: string
  input: Readonly<Record<string, unknown>>
  principal: Principal
  /** Region of the signature; undefined where it names none. */
  signedRegion: string | undefined
  sandbox: Sandbox
}

const ANYBODY: PolicyCaller = {
  principal: { accountId: 'anonymous', arn: 'anonymous', userId: 'anonymous', accessKeyId: '' },
  identity: {
    Path: '/',
    Arn: 'anonymous',
    createdAt: 0,
    inlinePolicies: {},
    attachedPolicies: [],
    tags: [],
  },
  policies: { identity: [] },
}

/** Operations that act on the account, as there is no bucket yet. */
const WITHOUT_BUCKET = new Set(['ListBuckets', 'CreateBucket'])

/** Decides over a request, and answers where the bucket is that it is about. Throws AccessDenied, NoSuchBucket or PermanentRedirect. */
export function authorizeS3(question: Question): { accountId: string; region: string } {
  const { operation, input, principal, signedRegion = 'us-east-1', sandbox } = question
  const name = typeof input['Bucket'] === 'string' ? input['Bucket'] : ''
  if (WITHOUT_BUCKET.has(operation)) {
    demandOfAccount(question, operation === 'ListBuckets' ? '*' : bucketArn(name))
    return { accountId: principal.accountId, region: signedRegion }
  }
  const found = findBucket(sandbox, name)
  if (!found) {
    demandKnown(question)
    throw noSuchBucket(name)
  }
  const { accountId, region } = found.scope
  const key = typeof input['Key'] === 'string' ? input['Key'] : undefined
  for (const action of actionsOf(operation, input)) {
    demandAccess(sandbox, principal, found, { action, key, input })
  }
  if (question.signedRegion !== undefined && signedRegion !== region && operation !== 'GetBucketLocation') {
    throw permanentRedirect(name, region)
  }
  return { accountId, region }
}

/** Throws AccessDenied unless the caller may do this to the bucket or the object in it. */
export function demandAccess(sandbox: Sandbox, principal: Principal, found: FoundBucket, wish: Wish): void {
  const denial = denialOf(sandbox, principal, found, wish)
  if (denial !== undefined) throw accessDenied(denial)
}

/** Why a caller may not do this, in S3's words; undefined when it may. To other accounts and to anybody S3 says no more than no. */
export function denialOf(
  sandbox: Sandbox,
  principal: Principal,
  found: FoundBucket,
  wish: Wish,
): string | undefined {
  if (sandbox.config.auth === 'off') return undefined
  const { scope, bucket } = found
  const caller: PolicyCaller = findCaller(sandbox.store, principal.accessKeyId) ?? ANYBODY
  const arn = bucketArn(bucket.name)
  const resource = wish.key === undefined ? arn : `${arn}/${wish.key}`
  const context = conditionContext(sandbox, caller, found, wish)
  const request = { action: wish.action, resource, context }
  const isOwn = caller.principal.accountId === scope.accountId
  if (isOwn) {
    const decision = evaluateWithResourcePolicy(caller, request, bucket.policyText)
    if (decision.allowed) return undefined
    return `User: ${principal.arn} is not authorized to perform: ${wish.action} on resource: "${resource}" ${decision.because}`
  }
  const { policyText, publicAccessBlock } = bucket
  const effects = policyText === undefined ? new Set() : resourcePolicyEffects(caller, request, policyText)
  if (effects.has('Deny')) return 'Access Denied'
  const restricted =
    publicAccessBlock?.RestrictPublicBuckets === true &&
    policyText !== undefined &&
    isPublicPolicy(policyText)
  const given = (effects.has('Allow') && !restricted) || grantsAllow(caller, found, wish)
  const own = caller === ANYBODY || evaluate(caller.policies, request).allowed
  return given && own ? undefined : 'Access Denied'
}

const EVERYBODY = 'http://acs.amazonaws.com/groups/global/AllUsers'
const AUTHENTICATED = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers'

/** What permissions of access control lists stand for. */
const GRANTED: Readonly<Record<string, { bucket: string[]; object: string[] }>> = {
  READ: {
    bucket: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
    object: ['s3:GetObject', 's3:GetObjectVersion'],
  },
  WRITE: { bucket: ['s3:PutObject', 's3:DeleteObject'], object: [] },
  READ_ACP: { bucket: ['s3:GetBucketAcl'], object: ['s3:GetObjectAcl'] },
  WRITE_ACP: { bucket: ['s3:PutBucketAcl'], object: ['s3:PutObjectAcl'] },
}

function grantsAllow(caller: PolicyCaller, found: FoundBucket, { action, key }: Wish): boolean {
  const { bucket } = found
  if ((bucket.ownership ?? 'BucketOwnerEnforced') === 'BucketOwnerEnforced') return false
  const isPublic = bucket.publicAccessBlock?.IgnorePublicAcls !== true
  const names = (grant: Grant) => {
    const { URI, ID } = grant.Grantee ?? {}
    if (URI === EVERYBODY) return isPublic
    if (URI === AUTHENTICATED) return isPublic && caller !== ANYBODY
    return ID !== undefined && ID === canonicalId(caller.principal.accountId)
  }
  const covers = (kind: 'bucket' | 'object') => (grant: Grant) => {
    const { Permission = 'READ' } = grant
    const all = Permission === 'FULL_CONTROL' ? Object.values(GRANTED) : [GRANTED[Permission]]
    return all.some(one => one?.[kind].includes(action)) && names(grant)
  }
  if ((bucket.grants ?? []).some(covers('bucket'))) return true
  return key !== undefined && objectGrants(found, key).some(covers('object'))
}

function objectGrants({ scope, bucket }: FoundBucket, key: string): Grant[] {
  return s3(scope).keys(bucket.name).get(key)?.versions[0]?.object?.grants ?? []
}

function demandOfAccount({ sandbox, principal, operation, input }: Question, resource: string): void {
  if (sandbox.config.auth === 'off') return
  const caller = findCaller(sandbox.store, principal.accessKeyId)
  if (!caller) throw accessDenied()
  for (const action of actionsOf(operation, input)) {
    const context = conditionContext(sandbox, caller, undefined, { action, input })
    const decision = evaluate(caller.policies, { action, resource, context })
    if (decision.allowed) continue
    const about = resource === '*' ? 'arn:aws:s3:::*' : resource
    throw accessDenied(
      `User: ${principal.arn} is not authorized to perform: ${action} on resource: "${about}" ${decision.because}`,
    )
  }
}

/** Nobody learns which buckets there are without a key. */
function demandKnown({ sandbox, principal }: Question): void {
  if (sandbox.config.auth === 'on' && !findCaller(sandbox.store, principal.accessKeyId)) throw accessDenied()
}

function permanentRedirect(bucket: string, region: string): AwsError {
  return new AwsError(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    301,
    {
      members: { Endpoint: `${bucket}.s3.${region}.amazonaws.com`, Bucket: bucket },
      headers: { 'x-amz-bucket-region': region },
    },
  )
}
