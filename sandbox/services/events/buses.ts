import type { EventBus } from '@aws-sdk/client-eventbridge'

/** The bus that every account has in every region. */
export function defaultBus({ accountId, region }: { accountId: string; region: string }): EventBus {
  return { Name: 'default', Arn: `arn:aws:events:${region}:${accountId}:event-bus/default` }
}
