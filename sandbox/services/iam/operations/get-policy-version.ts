import type { GetPolicyVersionRequest, GetPolicyVersionResponse } from '@aws-sdk/client-iam'
import type { Operation } from '../../../operation.ts'
import { managedPolicies } from '../managed-policies.ts'
import { noSuchPolicy, policyAt, versionOf } from '../policies.ts'
import { encodeDocument } from '../present.ts'
import { stateOf } from '../state.ts'

/** A version of a managed policy with its document; of AWS's policies the newest alone is here. */
export const getPolicyVersion: Operation<GetPolicyVersionRequest, GetPolicyVersionResponse> = (
  { PolicyArn = '', VersionId = '' },
  context,
) => {
  const managed = managedPolicies().get(PolicyArn)
  if (managed) {
    if (managed.DefaultVersionId !== VersionId) throw noSuchPolicy(PolicyArn)
    const { document, CreateDate } = managed
    return version(document, VersionId, true, Date.parse(CreateDate))
  }
  const policy = policyAt(stateOf(context), PolicyArn)
  const { document, createdAt } = versionOf(policy, VersionId)
  return version(document, VersionId, policy.DefaultVersionId === VersionId, createdAt)
}

function version(document: string, VersionId: string, IsDefaultVersion: boolean, createdAt: number) {
  const CreateDate = new Date(createdAt)
  return { PolicyVersion: { Document: encodeDocument(document), VersionId, IsDefaultVersion, CreateDate } }
}
