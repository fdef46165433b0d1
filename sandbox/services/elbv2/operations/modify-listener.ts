import type { ModifyListenerInput, ModifyListenerOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import type { Operation } from '../../../operation.ts'
import { checkActions } from '../actions.ts'
import { validationError } from '../errors.ts'
import { checkProtocolAndPort, defaultRule, findListener, shownListener } from '../listeners.ts'
import { findLoadBalancer } from '../load-balancers.ts'
import { balancing } from '../store.ts'

/** Changes a listener's port or default actions. */
export const modifyListener: Operation<ModifyListenerInput, ModifyListenerOutput> = (
  input,
  { scope, sandbox },
) => {
  const listener = findListener(scope, input.ListenerArn)
  const { ListenerArn, LoadBalancerArn } = listener
  const Port = input.Port ?? listener.Port
  const { Type } = findLoadBalancer(scope, LoadBalancerArn)
  checkProtocolAndPort(Type, input.Protocol ?? listener.Protocol, Port)
  const { listeners, rules } = balancing(scope)
  const taken = listeners
    .values()
    .some(l => l.LoadBalancerArn === LoadBalancerArn && l.Port === Port && l.ListenerArn !== ListenerArn)
  if (taken) throw validationError(`Listener port '${Port}' is already in use`)
  const rule = defaultRule(scope, ListenerArn)
  const Actions = input.DefaultActions
    ? checkActions(scope, input.DefaultActions, LoadBalancerArn)
    : rule.Actions
  const changed = { ...listener, Port }
  listeners.put(ListenerArn, changed)
  rules.put(rule.RuleArn, { ...rule, Actions })
  routesChanged(sandbox, scope)
  return { Listeners: [shownListener(scope, changed)] }
}
