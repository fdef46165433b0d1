import type { Service } from '../../gateway/service.ts'
import { busName, ruleArn } from './rules.ts'

/** Amazon EventBridge: rules with patterns and schedules on the default event bus. */
export const service: Service = {
  id: 'events',
  signingName: 'events',
  client: () => import('@aws-sdk/client-eventbridge'),
  resourceArn: (operation, input, { accountId, region }) => {
    const { ResourceARN, Name, Rule, EventBusName } = input as Record<string, string | undefined>
    if (ResourceARN) return ResourceARN
    if (operation === 'PutEvents') return `arn:aws:events:${region}:${accountId}:event-bus/default`
    const rule = Rule ?? Name
    return rule ? ruleArn({ accountId, region }, busName(EventBusName), rule) : undefined
  },
  passedRoles: (_operation, input) => {
    const { Targets = [] } = input as { Targets?: { RoleArn?: string }[] }
    return Targets.flatMap(({ RoleArn }) =>
      RoleArn ? [{ arn: RoleArn, service: 'events.amazonaws.com' }] : [],
    )
  },
}
