import type { AddPermissionRequest, AddPermissionResponse } from '@aws-sdk/client-lambda'
import type { Operation } from '../../../operation.ts'
import { checkRevision } from '../check-revision.ts'
import { conflict } from '../errors.ts'
import { policyOf } from '../permissions.ts'

/** Lets a service or another account invoke a function. */
export const addPermission: Operation<AddPermissionRequest, AddPermissionResponse> = (input, { scope }) => {
  const policy = policyOf(scope, input.FunctionName ?? '', input.Qualifier)
  checkRevision(policy, input.RevisionId)
  const sid = input.StatementId ?? ''
  if (policy.permissions[sid]) {
    throw conflict(
      `The statement id (${sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    )
  }
  const principal = input.Principal ?? ''
  const statement = {
    Sid: sid,
    Effect: 'Allow',
    Principal:
      principal === '*'
        ? '*'
        : principal.includes('.')
          ? { Service: principal }
          : { AWS: accountRoot(principal) },
    Action: input.Action,
    Resource: policy.arn,
    ...conditionOf(input),
  }
  policy.put({ ...policy.permissions, [sid]: statement })
  return { Statement: JSON.stringify(statement) }
}

function accountRoot(principal: string): string {
  return /^\d{12}$/.test(principal) ? `arn:aws:iam::${principal}:root` : principal
}

function conditionOf({ SourceArn, SourceAccount }: AddPermissionRequest): object {
  if (!SourceArn && !SourceAccount) return {}
  return {
    Condition: {
      ...(SourceAccount && { StringEquals: { 'AWS:SourceAccount': SourceAccount } }),
      ...(SourceArn && { ArnLike: { 'AWS:SourceArn': SourceArn } }),
    },
  }
}
