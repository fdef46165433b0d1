import type { Service } from '../../gateway/service.ts'
import { groupArn } from './store.ts'

/** Amazon CloudWatch Logs. */
export const service: Service = {
  id: 'logs',
  signingName: 'logs',
  client: () => import('@aws-sdk/client-cloudwatch-logs'),
  resourceArn: (_operation, input, place) => {
    const { resourceArn, logGroupName, logGroupIdentifier, logStreamName } = input as Record<string, string>
    if (resourceArn) return resourceArn
    const name = logGroupName ?? logGroupIdentifier?.split(':log-group:').at(-1)?.replace(/:\*$/, '')
    if (!name) return undefined
    const arn = groupArn(place, name)
    return logStreamName ? `${arn}:log-stream:${logStreamName}` : `${arn}:*`
  },
}
