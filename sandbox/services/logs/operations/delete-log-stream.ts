import type { DeleteLogStreamRequest } from '@aws-sdk/client-cloudwatch-logs'
import type { Operation } from '../../../operation.ts'
import { eventFile } from '../event-files.ts'
import { findStream, logs } from '../store.ts'

export const deleteLogStream: Operation<DeleteLogStreamRequest, object> = (input, { sandbox, scope }) => {
  const stream = findStream(scope, input.logGroupName ?? '', input.logStreamName ?? '')
  eventFile(sandbox, scope, stream).remove()
  logs(scope).streams.delete(`${stream.logGroupName}:${stream.logStreamName}`)
  return {}
}
