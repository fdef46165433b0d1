import type { CreateLogStreamRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { createStream } from '../create.ts'

export const createLogStream: Operation<CreateLogStreamRequest, object> = (input, { sandbox, scope }) => {
  createStream(sandbox, scope, input.logGroupName ?? '', input.logStreamName ?? '')
  return {}
}
