import { AwsError } from '../../operation.ts'
import type { ConditionContext } from '../../services/iam/policy/conditions.ts'
import { evaluate } from '../../services/iam/policy/evaluate.ts'
import type { Exchange, Step } from '../exchange.ts'

/** AWS asks for no permission to learn who one is. */
const FREE = new Set(['sts:GetCallerIdentity', 'sts:GetSessionToken'])

/** Evaluates the caller's policies; a denied caller is told who lacked what. */
export const authorize: Step = (exchange, { sandbox: { clock, config, store } }) => {
  const { service, operation, input, accountId, region, principal, caller } = exchange
  const action = `${service.iamPrefix ?? service.signingName}:${operation.name}`
  if (config.auth === 'off' || !caller || FREE.has(action)) return
  const resource = service.resourceArn?.(operation.name, input, { accountId, region, store })
  const decision = evaluate(caller.policies, {
    action,
    resource: resource ?? '*',
    context: contextOf(exchange, clock.now()),
  })
  if (decision.allowed) return
  const on = ` on resource: ${resource ?? '*'}`
  const text = `User: ${principal.arn} is not authorized to perform: ${action}${on} ${decision.because}`
  const [code, status] = service.model.protocol.codes.accessDenied
  const message =
    code === 'UnauthorizedOperation' ? `You are not authorized to perform this operation. ${text}` : text
  throw new AwsError(code, message, status)
}

/** Values of the condition keys that every request has, and of the tags it brings. */
function contextOf({ principal, caller, region, input }: Exchange, now: number): ConditionContext {
  const context = new Map<string, string | string[]>([
    ['aws:RequestedRegion', region],
    ['aws:PrincipalArn', caller?.identity.Arn ?? principal.arn],
    ['aws:PrincipalAccount', principal.accountId],
    ['aws:PrincipalType', caller?.session ? 'AssumedRole' : 'User'],
    ['aws:userid', principal.userId],
    ['aws:CurrentTime', new Date(now).toISOString()],
    ['aws:EpochTime', String(Math.floor(now / 1000))],
    ['aws:SourceIp', '127.0.0.1'],
    // Loopback stands in for TLS: policies that insist on it mean requests over a network.
    ['aws:SecureTransport', 'true'],
  ])
  if (caller && 'UserName' in caller.identity) context.set('aws:username', String(caller.identity.UserName))
  for (const { Key, Value } of caller?.identity.tags ?? []) context.set(`aws:PrincipalTag/${Key}`, Value)
  const tags = requestTags(input)
  for (const [key, value] of tags) context.set(`aws:RequestTag/${key}`, value)
  if (tags.length > 0)
    context.set(
      'aws:TagKeys',
      tags.map(([key]) => key),
    )
  return context
}

/** Tags in an input, in the spellings that services have for them. */
function requestTags(input: Readonly<Record<string, unknown>>): [key: string, value: string][] {
  const specifications = list(input['TagSpecifications']).flatMap(specification =>
    list((specification as Record<string, unknown>)['Tags']),
  )
  const tags = [...list(input['Tags']), ...list(input['tags']), ...specifications]
  const map =
    input['tags'] !== undefined && !Array.isArray(input['tags'])
      ? Object.entries(input['tags'] as object)
      : []
  return [
    ...tags.map((tag): [string, string] => {
      const { Key, key, Value, value } = tag as Record<string, string | undefined>
      return [Key ?? key ?? '', Value ?? value ?? '']
    }),
    ...map.map(([key, value]): [string, string] => [key, String(value)]),
  ]
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
