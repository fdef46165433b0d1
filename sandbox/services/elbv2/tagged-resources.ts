import type { Tag } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Scope } from '../../store/store.ts'
import { balancing } from './store.ts'

/** What GetResources finds of load balancing. */
export function taggedResources(scope: Scope): { arn: string; tags: { Key: string; Value: string }[] }[] {
  const { loadBalancers, targetGroups, listeners, rules } = balancing(scope)
  return [
    ...loadBalancers.values().map(({ LoadBalancerArn, tags }) => shown(LoadBalancerArn, tags)),
    ...targetGroups.values().map(({ TargetGroupArn, tags }) => shown(TargetGroupArn, tags)),
    ...listeners.values().map(({ ListenerArn, tags }) => shown(ListenerArn, tags)),
    ...rules.values().map(({ RuleArn, tags }) => shown(RuleArn, tags)),
  ].filter(({ tags }) => tags.length > 0)
}

function shown(arn: string, tags: Tag[]) {
  return { arn, tags: tags.map(({ Key = '', Value = '' }) => ({ Key, Value })) }
}
