import { AwsError } from '../../operation.ts'
import type { Caller } from '../../services/iam/caller.ts'
import type { AccessRequest } from '../../services/iam/policy/evaluate.ts'
import { evaluateWithResourcePolicy } from '../../services/iam/policy/resource-policy.ts'
import type { Exchange, Gateway } from '../exchange.ts'

/** AWS asks for no permission to learn who one is. */
const FREE = new Set(['sts:GetCallerIdentity', 'sts:GetSessionToken'])

/** Evaluates the caller's policies; a denied caller is told who lacked what. */
export const authorize = async (
  exchange: Exchange,
  { sandbox, services }: Pick<Gateway, 'sandbox' | 'services'>,
): Promise<void> => {
  const { clock, config, store } = sandbox
  const { service, operation, input, accountId, region, caller, principal } = exchange
  if (service.authorize) {
    const signedRegion = exchange.signature?.expiresAt === undefined ? exchange.signature?.region : undefined
    const question = { operation: operation.name, input, principal, signedRegion, sandbox }
    return void Object.assign(exchange, service.authorize(question))
  }
  const action = `${service.iamPrefix ?? service.signingName}:${operation.name}`
  if (config.auth === 'off' || !caller || FREE.has(action)) return
  const place = { accountId, region, store }
  const resources = [service.resourceArn?.(operation.name, input, place) ?? '*'].flat()
  const policyText = service.resourcePolicy?.(operation.name, input, place)
  const common = contextOf(exchange, clock.now())
  for (const resource of resources) {
    const context = new Map(common)
    if (resource !== '*' && mentionsResourceTags(caller)) {
      const tags = await services.tagsOf(service.id, resource, store.scope(accountId, region))
      for (const { Key, Value } of tags) {
        context.set(`aws:ResourceTag/${Key}`, Value)
        context.set(`${service.signingName}:ResourceTag/${Key}`, Value)
      }
    }
    demand(exchange, caller, { action, resource, context }, policyText)
  }
  for (const role of service.passedRoles?.(operation.name, input, place) ?? []) {
    const passing = new Map([...common, ['iam:PassedToService', role.service]])
    demand(exchange, caller, { action: 'iam:PassRole', resource: role.arn, context: passing })
  }
}

/** Throws the protocol's AccessDenied when the caller's policies do not allow it. */
function demand(
  { service, principal }: Exchange,
  caller: Caller,
  request: AccessRequest,
  policyText?: string,
): void {
  const decision = evaluateWithResourcePolicy(caller, request, policyText)
  if (decision.allowed) return
  const { action, resource } = request
  const text = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${decision.because}`
  const [code, status] = service.model.protocol.codes.accessDenied
  const message =
    code === 'UnauthorizedOperation' ? `You are not authorized to perform this operation. ${text}` : text
  throw new AwsError(code, message, status)
}

/** Looking tags up takes time, which only policies that speak of them are worth. */
function mentionsResourceTags({ policies: { identity, boundary = [], session = [] } }: Caller): boolean {
  return [...identity, ...boundary, ...session].some(({ text }) => text.includes('ResourceTag/'))
}

/** Values of the condition keys that every request has, and of the tags it brings. */
function contextOf(
  { principal, caller, region, input }: Exchange,
  now: number,
): Map<string, string | string[]> {
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
