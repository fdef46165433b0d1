import {
  PriorityInUseException,
  TooManyRulesException,
  UnsupportedProtocolException,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { CreateRuleInput, CreateRuleOutput } from '@aws-sdk/client-elastic-load-balancing-v2'
import { routesChanged } from '../../../dataplane/data-plane.ts'
import { arn, hexId } from '../../../ids.ts'
import type { Operation } from '../../../operation.ts'
import { checkActions } from '../actions.ts'
import { checkConditions } from '../conditions.ts'
import { checkRange, exception, notImplemented, validationError } from '../errors.ts'
import { findListener, rulesOf, shownRule } from '../listeners.ts'
import { balancing } from '../store.ts'
import type { RuleDocument } from '../store.ts'
import { checkTags } from '../tags.ts'

const MOST_RULES = 100

/** Makes a rule of a listener. */
export const createRule: Operation<CreateRuleInput, CreateRuleOutput> = (input, { scope, sandbox }) => {
  const { ListenerArn, LoadBalancerArn, Protocol } = findListener(scope, input.ListenerArn)
  if (Protocol === 'TCP') {
    throw exception(
      UnsupportedProtocolException,
      "Rules are not supported by a network load balancer's listeners",
    )
  }
  if (input.Priority === undefined) throw validationError('A rule priority must be specified')
  checkRange(input.Priority, 'priority', 1, 50_000)
  if (input.Transforms?.length) throw notImplemented('rule transforms', 'Leave Transforms out.')
  const Conditions = checkConditions(input.Conditions)
  const Actions = checkActions(scope, input.Actions, LoadBalancerArn)
  const tags = checkTags(input.Tags)
  const Priority = String(input.Priority)
  const others = rulesOf(scope, ListenerArn)
  if (others.some(rule => rule.Priority === Priority)) {
    throw exception(PriorityInUseException, `Priority '${Priority}' is currently in use`)
  }
  if (others.length > MOST_RULES) {
    throw exception(TooManyRulesException, 'The maximum number of rules has been reached')
  }
  const name = ListenerArn.split(':listener/')[1] ?? ''
  const RuleArn = arn(scope, 'elasticloadbalancing', `listener-rule/${name}/${hexId(16)}`)
  const rule: RuleDocument = { RuleArn, ListenerArn, Priority, IsDefault: false, Conditions, Actions, tags }
  balancing(scope).rules.put(RuleArn, rule)
  routesChanged(sandbox, scope)
  return { Rules: [shownRule(rule)] }
}
