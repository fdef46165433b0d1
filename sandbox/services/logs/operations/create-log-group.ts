import type { CreateLogGroupRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { createGroup } from '../create.ts'

export const createLogGroup: Operation<CreateLogGroupRequest, object> = (input, { sandbox, scope }) => {
  createGroup(sandbox, scope, input)
  return {}
}
