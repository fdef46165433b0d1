import type { Tag, Target } from '@aws-sdk/client-eventbridge'
import type { Collection, Scope } from '../../store/store.ts'

export interface RuleDocument {
  Name: string
  Arn: string
  EventBusName: string
  EventPattern?: string
  ScheduleExpression?: string
  /** When its schedule is due next: of the wall clock for cron, of the account's own time for rates. */
  next?: number
  State: 'ENABLED' | 'DISABLED'
  Description?: string
  RoleArn?: string
  CreatedBy: string
  targets: Target[]
  tags: Tag[]
}

/** The state of EventBridge in one account and region. */
export function events(scope: Scope): { rules: Collection<RuleDocument> } {
  return { rules: scope.collection('events:rule') }
}
