import { BlockList, isIPv6 } from 'node:net'
import type { IncomingMessage } from 'node:http'
import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import { RE2JS } from 're2js'
import { wildcard } from '../wildcard.ts'

/** A request as rules see it. */
export interface Incoming {
  request: IncomingMessage
  /** In lower case, without the port. */
  host: string
  path: string
  /** Without the question mark. */
  query: string
  clientIp: string
}

type Test = (incoming: Incoming) => boolean

/** Splits what rules look at out of a request; a request target in absolute form counts for its path only. */
export function readIncoming(request: IncomingMessage): Incoming {
  let url = request.url ?? '/'
  let host = request.headers.host ?? ''
  if (!url.startsWith('/') && url !== '*') {
    const [, authority = '', rest = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)(.*)$/i.exec(url) ?? []
    host = authority
    url = rest.startsWith('/') ? rest : `/${rest}`
  }
  const mark = url.indexOf('?')
  const ip = request.socket.remoteAddress ?? ''
  return {
    request,
    host: host.replace(/:\d+$/, '').toLowerCase(),
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    clientIp: ip.startsWith('::ffff:') ? ip.slice(7) : ip,
  }
}

/** Whether a request meets all conditions, compiled once. */
export function compileConditions(conditions: RuleCondition[]): Test {
  const tests = conditions.map(compile)
  const [only] = tests
  if (tests.length === 1 && only) return only
  return incoming => tests.every(test => test(incoming))
}

function compile(condition: RuleCondition): Test {
  switch (condition.Field) {
    case 'host-header': {
      const matches = anyText(condition.HostHeaderConfig ?? condition, true)
      return incoming => matches(incoming.host)
    }
    case 'path-pattern': {
      const matches = anyText(condition.PathPatternConfig ?? condition, false)
      return incoming => matches(incoming.path)
    }
    case 'http-header': {
      const name = condition.HttpHeaderConfig?.HttpHeaderName?.toLowerCase() ?? ''
      const matches = anyText(condition.HttpHeaderConfig ?? {}, true)
      return ({ request }) => {
        const value = request.headers[name]
        return [value].flat().some(text => text !== undefined && matches(text.toLowerCase()))
      }
    }
    case 'http-request-method': {
      const methods = new Set(condition.HttpRequestMethodConfig?.Values)
      return ({ request }) => methods.has(request.method ?? '')
    }
    case 'query-string':
      return queryString(condition)
    case 'source-ip':
      return sourceIp(condition.SourceIpConfig?.Values ?? [])
    default:
      return () => false
  }
}

function anyText(
  { Values, RegexValues }: { Values?: string[] | undefined; RegexValues?: string[] | undefined },
  lowerCase: boolean,
): (text: string) => boolean {
  const patterns = (Values ?? []).map(value => wildcard(lowerCase ? value.toLowerCase() : value))
  const expressions = (RegexValues ?? []).map(pattern =>
    RE2JS.compile(pattern, lowerCase ? RE2JS.CASE_INSENSITIVE : 0),
  )
  return text => patterns.some(test => test(text)) || expressions.some(regex => regex.matcher(text).find())
}

function queryString({ QueryStringConfig }: RuleCondition): Test {
  const pairs = (QueryStringConfig?.Values ?? []).map(({ Key, Value = '' }) => ({
    key: Key === undefined ? () => true : wildcard(Key.toLowerCase()),
    value: wildcard(Value.toLowerCase()),
  }))
  return ({ query }) => {
    const given = [...new URLSearchParams(query)].map(pair => pair.map(text => text.toLowerCase()))
    return pairs.some(pair => given.some(([key = '', value = '']) => pair.key(key) && pair.value(value)))
  }
}

function sourceIp(ranges: string[]): Test {
  const list = new BlockList()
  for (const range of ranges) {
    const [ip = '', prefix = ''] = range.split('/')
    list.addSubnet(ip, Number(prefix), isIPv6(ip) ? 'ipv6' : 'ipv4')
  }
  return ({ clientIp }) => list.check(clientIp, isIPv6(clientIp) ? 'ipv6' : 'ipv4')
}
