import { DuplicateListenerException } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { CreateListenerInput, CreateListenerOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import { arn, hexId } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { checkActions } from '../actions.ts'
import { exception } from '../errors.ts'
import { checkProtocolAndPort, shownListener } from '../listeners.ts'
import { findLoadBalancer } from '../load-balancers.ts'
import { balancing } from '../store.ts'
import type { ListenerDocument } from '../store.ts'
import { checkTags } from '../tags.ts'

/** Makes a listener with its default rule. */
export const createListener: Operation<CreateListenerInput, CreateListenerOutput> = (
  input,
  { scope, sandbox },
) => {
  const { LoadBalancerArn, Type } = findLoadBalancer(scope, input.LoadBalancerArn)
  const { Port = 0 } = input
  const Protocol = checkProtocolAndPort(Type, input.Protocol, Port)
  const Actions = checkActions(scope, input.DefaultActions, LoadBalancerArn)
  const tags = checkTags(input.Tags)
  const { listeners, rules } = balancing(scope)
  const taken = listeners.values().some(l => l.LoadBalancerArn === LoadBalancerArn && l.Port === Port)
  if (taken) {
    throw exception(
      DuplicateListenerException,
      `A listener already exists on this port for this load balancer '${LoadBalancerArn}'`,
    )
  }
  const name = `${LoadBalancerArn.split(':loadbalancer/')[1]}/${hexId(16)}`
  const ListenerArn = arn(scope, 'elasticloadbalancing', `listener/${name}`)
  const RuleArn = arn(scope, 'elasticloadbalancing', `listener-rule/${name}/${hexId(16)}`)
  const listener: ListenerDocument = { ListenerArn, LoadBalancerArn, Port, Protocol, tags }
  listeners.put(ListenerArn, listener)
  rules.put(RuleArn, {
    RuleArn,
    ListenerArn,
    Priority: 'default',
    IsDefault: true,
    Conditions: [],
    Actions,
    tags: [],
  })
  routesChanged(sandbox, scope)
  return { Listeners: [shownListener(scope, listener)] }
}
