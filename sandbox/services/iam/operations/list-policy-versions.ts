import type { ListPolicyVersionsRequest, ListPolicyVersionsResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { managedPolicies } from '../managed-policies.ts'
import { pageOf } from '../page.ts'
import { policyAt } from '../policies.ts'
import { stateOf } from '../state.ts'

/** A managed policy's versions, newest first; of AWS's policies the newest alone is here. */
export const listPolicyVersions: Operation<ListPolicyVersionsRequest, ListPolicyVersionsResponse> = (
  input,
  context,
) => {
  const { PolicyArn = '' } = input
  const managed = managedPolicies().get(PolicyArn)
  if (managed) {
    const { DefaultVersionId: VersionId, CreateDate } = managed
    const version = { VersionId, IsDefaultVersion: true, CreateDate: new Date(CreateDate) }
    return { Versions: [version], IsTruncated: false }
  }
  const { versions, DefaultVersionId } = policyAt(stateOf(context), PolicyArn)
  const { items, ...page } = pageOf([...versions].reverse(), input)
  const Versions = items.map(({ VersionId, createdAt }) => ({
    VersionId,
    IsDefaultVersion: VersionId === DefaultVersionId,
    CreateDate: new Date(createdAt),
  }))
  return { Versions, ...page }
}
