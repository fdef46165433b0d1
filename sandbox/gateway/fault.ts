import { AwsError } from '../operation.ts'
import type { Fault } from '../protocol/protocol.ts'
import type { ServiceModel } from '../protocol/service-model.ts'

/** What the caller is told of an error. Anything but AwsError and the SDK's exceptions is ours, and its text stays here. */
export function faultOf(error: unknown, model: ServiceModel | undefined): Fault {
  if (error instanceof AwsError) {
    const { code, message, status, detail } = error
    const fault = { code, message, status, sender: status < 500, members: detail.members ?? {} }
    return detail.headers ? { ...fault, headers: detail.headers } : fault
  }
  if (isException(error)) {
    const schema = model?.errorSchema(error.name)
    const traits = schema?.getMergedTraits()
    const [code, status] = (traits?.['awsQueryError'] as [string, number] | undefined) ?? [
      error.name,
      (traits?.['httpError'] as number | undefined) ?? (error.$fault === 'client' ? 400 : 500),
    ]
    const members = { ...error } as unknown as Record<string, unknown>
    const fault = {
      code,
      message: error.message,
      status,
      sender: error.$fault === 'client',
      members,
    }
    return schema ? { ...fault, schema } : fault
  }
  const message =
    'The practice account failed; its log says more. This is a defect of the practice account, not of your request.'
  return {
    code: 'InternalFailure',
    message,
    status: 500,
    sender: false,
    members: {},
  }
}

/** True for what the caller, not the practice account, has to answer for. */
export function isExpected(error: unknown): boolean {
  return error instanceof AwsError || isException(error)
}

interface Exception extends Error {
  $fault: 'client' | 'server'
}

function isException(error: unknown): error is Exception {
  return error instanceof Error && '$fault' in error
}
