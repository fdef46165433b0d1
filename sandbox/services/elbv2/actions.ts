import {
  IncompatibleProtocolsException,
  TargetGroupAssociationLimitException,
  TooManyActionsException,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type {
  Action,
  ForwardActionConfig,
  RedirectActionConfig,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type { Scope } from '../../store/store.ts'
import {
  checkOneOf,
  checkRange,
  exception,
  notImplemented,
  noTargetGroup,
  validationError,
} from './errors.ts'
import { balancing, loadBalancersOf } from './store.ts'

const CONTENT_TYPES = ['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json']

/** The actions of a listener or rule as AWS shows them afterwards. Throws for what cannot be routed. */
export function checkActions(scope: Scope, actions: Action[] | undefined, loadBalancerArn: string): Action[] {
  if (!actions?.length) throw validationError('A listener or rule must have at least one action')
  if (actions.length > 1) {
    const first = actions.find(({ Type }) => Type?.startsWith('authenticate') || Type === 'jwt-validation')
    if (first) throw notImplemented(`'${first.Type}' actions`, 'Leave it out.')
    throw exception(
      TooManyActionsException,
      'A rule must have exactly one routing action: forward, redirect or fixed-response',
    )
  }
  const isNetwork = balancing(scope).loadBalancers.get(loadBalancerArn)?.Type === 'network'
  if (isNetwork && actions[0]?.Type !== 'forward') {
    throw validationError("Actions of a network load balancer's listener must be of type 'forward'")
  }
  return actions.map(action => checkAction(scope, action, loadBalancerArn))
}

function checkAction(scope: Scope, action: Action, loadBalancerArn: string): Action {
  const { Type, Order } = action
  const order = Order === undefined ? {} : { Order }
  switch (Type) {
    case 'forward':
      return { Type, ...order, ...forward(scope, action, loadBalancerArn) }
    case 'redirect':
      return { Type, ...order, RedirectConfig: redirect(action.RedirectConfig) }
    case 'fixed-response':
      return { Type, ...order, FixedResponseConfig: fixedResponse(action) }
    case 'authenticate-cognito':
    case 'authenticate-oidc':
    case 'jwt-validation':
      throw notImplemented(`'${Type}' actions`, 'Use forward, redirect or fixed-response.')
    default:
      throw validationError(
        `1 validation error detected: Value '${String(Type)}' at 'actions.1.member.type' failed to satisfy constraint: Member must satisfy enum value set: [forward, redirect, fixed-response, authenticate-oidc, authenticate-cognito, jwt-validation]`,
      )
  }
}

function forward(scope: Scope, action: Action, loadBalancerArn: string): Omit<Action, 'Type'> {
  const config = forwardConfig(action)
  const groups = config.TargetGroups ?? []
  for (const { TargetGroupArn = '' } of groups) checkGroup(scope, TargetGroupArn, loadBalancerArn)
  return {
    ...(groups.length === 1 && { TargetGroupArn: groups[0]?.TargetGroupArn }),
    ForwardConfig: config,
  }
}

function forwardConfig({ TargetGroupArn, ForwardConfig }: Action): ForwardActionConfig {
  const groups = ForwardConfig?.TargetGroups ?? (TargetGroupArn ? [{ TargetGroupArn }] : [])
  if (groups.length === 0) throw validationError('A target group ARN must be specified')
  if (groups.length > 5) throw validationError('You can specify at most 5 target groups in a forward action')
  if (TargetGroupArn && groups.some(group => group.TargetGroupArn !== TargetGroupArn)) {
    throw validationError(
      'If you specify both a target group ARN and a forward configuration, the configuration can have that target group only',
    )
  }
  if (new Set(groups.map(group => group.TargetGroupArn)).size < groups.length) {
    throw validationError('A target group can be specified only once in a forward action')
  }
  for (const { Weight } of groups) checkRange(Weight, 'forwardConfig.targetGroups.weight', 0, 999)
  const { Enabled = false, DurationSeconds } = ForwardConfig?.TargetGroupStickinessConfig ?? {}
  if (Enabled && DurationSeconds === undefined) {
    throw validationError('You must specify the duration when you enable target group stickiness')
  }
  checkRange(DurationSeconds, 'forwardConfig.targetGroupStickinessConfig.durationSeconds', 1, 604_800)
  return {
    TargetGroups: groups.map(({ TargetGroupArn: arn, Weight }) => ({
      TargetGroupArn: arn,
      Weight: Weight ?? 1,
    })),
    TargetGroupStickinessConfig: { Enabled, ...(DurationSeconds !== undefined && { DurationSeconds }) },
  }
}

function checkGroup(scope: Scope, arn: string, loadBalancerArn: string): void {
  const { targetGroups, loadBalancers } = balancing(scope)
  const group = targetGroups.get(arn)
  if (!group) throw noTargetGroup(scope, arn)
  const loadBalancer = loadBalancers.get(loadBalancerArn)
  const protocol = loadBalancer?.Type === 'network' ? 'TCP' : 'HTTP'
  if (group.Protocol === 'HTTPS' && protocol === 'HTTP') {
    throw notImplemented('HTTPS target groups', 'Use a target group with protocol HTTP.')
  }
  if (group.Protocol !== protocol) {
    throw exception(
      IncompatibleProtocolsException,
      `The listener and its associated target group '${arn}' have incompatible protocols: '${protocol}' and '${group.Protocol}'`,
    )
  }
  if (group.VpcId !== loadBalancer?.VpcId) {
    throw validationError(`Target group '${arn}' is not in the load balancer's VPC`)
  }
  if (loadBalancersOf(scope, arn).some(other => other !== loadBalancerArn)) {
    throw exception(
      TargetGroupAssociationLimitException,
      `The following target groups cannot be associated with more than one load balancer: ${arn}`,
    )
  }
}

function redirect(config: RedirectActionConfig | undefined): RedirectActionConfig {
  if (!config?.StatusCode)
    throw validationError('A redirect configuration with a status code must be specified')
  checkOneOf(config.StatusCode, 'redirectConfig.statusCode', ['HTTP_301', 'HTTP_302'])
  checkOneOf(config.Protocol, 'redirectConfig.protocol', ['HTTP', 'HTTPS', '#{protocol}'])
  if (config.Path && !config.Path.startsWith('/')) {
    throw validationError("The redirect path must start with '/'")
  }
  if (config.Port && !/^(#\{port\}|[1-9]\d{0,4})$/.test(config.Port)) {
    throw validationError(`The redirect port '${config.Port}' is not valid: 1 to 65535, or #{port}`)
  }
  const complete = {
    Protocol: config.Protocol ?? '#{protocol}',
    Port: config.Port ?? '#{port}',
    Host: config.Host ?? '#{host}',
    Path: config.Path ?? '/#{path}',
    Query: config.Query ?? '#{query}',
    StatusCode: config.StatusCode,
  }
  const unchanged =
    complete.Protocol === '#{protocol}' &&
    complete.Port === '#{port}' &&
    complete.Host === '#{host}' &&
    complete.Path === '/#{path}'
  if (unchanged) {
    throw validationError(
      'The redirect would loop: you must modify at least one of protocol, port, host or path',
    )
  }
  return complete
}

function fixedResponse({ FixedResponseConfig: config }: Action) {
  if (!config?.StatusCode || !/^[245]\d\d$/.test(config.StatusCode)) {
    throw validationError(
      `The fixed response status code '${config?.StatusCode ?? ''}' is not valid: 2XX, 4XX or 5XX`,
    )
  }
  checkOneOf(config.ContentType, 'fixedResponseConfig.contentType', CONTENT_TYPES)
  if ((config.MessageBody?.length ?? 0) > 1024) {
    throw validationError('The fixed response message body can have 1024 characters at most')
  }
  return config
}
