import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Action, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2'
import { createRule } from '../services/elbv2/operations/create-rule.ts'
import { modifyListener } from '../services/elbv2/operations/modify-listener.ts'
import { modifyTargetGroupAttributes } from '../services/elbv2/operations/modify-target-group-attributes.ts'
import { TestAccount } from './test-account.ts'

let account: TestAccount
let balancer: Awaited<ReturnType<TestAccount['startLoadBalancer']>>
let priority = 1

beforeEach(async () => {
  account = new TestAccount()
  balancer = await account.startLoadBalancer(account.openGroup())
})
afterEach(() => account.close())

function rule(conditions: RuleCondition[], answer: string): void {
  account.call(createRule, {
    ListenerArn: balancer.listenerArn,
    Priority: priority++,
    Conditions: conditions,
    Actions: [fixed(answer)],
  })
}

function fixed(body: string): Action {
  return { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200', MessageBody: body } }
}

async function ask(path: string, init: RequestInit & { host?: string } = {}): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${balancer.port}${path}`, { redirect: 'manual', ...init })
  return `${response.status} ${await response.text()}`
}

test('the first rule whose conditions are all met decides', async () => {
  rule(
    [
      { Field: 'path-pattern', Values: ['/img/*', '/pic?'] },
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
    ],
    'images',
  )
  rule(
    [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Canary', Values: ['Yes*'] } }],
    'canary',
  )
  rule(
    [
      {
        Field: 'query-string',
        QueryStringConfig: { Values: [{ Key: 'version', Value: 'v?' }, { Value: '*beta*' }] },
      },
    ],
    'query',
  )
  rule([{ Field: 'host-header', Values: ['*.example.com'] }], 'host')
  rule([{ Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/api/v[0-9]+/'] } }], 'regex')
  rule([{ Field: 'source-ip', SourceIpConfig: { Values: ['10.0.0.0/8'] } }], 'inside')
  account.call(modifyListener, { ListenerArn: balancer.listenerArn, DefaultActions: [fixed('default')] })
  expect(await ask('/img/a.png')).toBe('200 images')
  expect(await ask('/pics')).toBe('200 images')
  expect(await ask('/img/a.png', { method: 'POST' })).toBe('200 default')
  expect(await ask('/IMG/a.png')).toBe('200 default')
  expect(await ask('/', { headers: { 'x-canary': 'YES please' } })).toBe('200 canary')
  expect(await ask('/?Version=V2')).toBe('200 query')
  expect(await ask('/?a=is-beta-1')).toBe('200 query')
  expect(await ask('/?version=v22')).toBe('200 default')
  expect(await ask('/api/v12/x')).toBe('200 regex')
  rule([{ Field: 'source-ip', SourceIpConfig: { Values: ['127.0.0.0/8', '::1/128'] } }], 'loopback')
  expect(await ask('/')).toBe('200 loopback')
})

test('a redirect keeps what it does not change', async () => {
  account.call(modifyListener, {
    ListenerArn: balancer.listenerArn,
    DefaultActions: [
      {
        Type: 'redirect',
        RedirectConfig: { Protocol: 'HTTPS', Port: '443', Path: '/new/#{path}', StatusCode: 'HTTP_301' },
      },
    ],
  })
  const response = await fetch(`http://127.0.0.1:${balancer.port}/a/b?x=1`, { redirect: 'manual' })
  expect(response.status).toBe(301)
  expect(response.headers.get('location')).toBe('https://127.0.0.1:443/new/a/b?x=1')
  expect(await response.text()).toContain('<h1>301 Moved Permanently</h1>')
})

test('a fixed response is what it says', async () => {
  account.call(modifyListener, {
    ListenerArn: balancer.listenerArn,
    DefaultActions: [
      {
        Type: 'fixed-response',
        FixedResponseConfig: { StatusCode: '503', ContentType: 'text/html', MessageBody: '<p>Back soon' },
      },
    ],
  })
  const response = await fetch(`http://127.0.0.1:${balancer.port}/`)
  expect(response.status).toBe(503)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('server')).toBe('awselb/2.0')
  expect(await response.text()).toBe('<p>Back soon')
})

test('weights divide exactly, and the group cookie keeps a client at its group', async () => {
  const green = await twoGroups(9, 1)
  const answers = await many(100)
  expect(answers.filter(body => body === 'green')).toHaveLength(10)
  account.call(modifyListener, {
    ListenerArn: balancer.listenerArn,
    DefaultActions: [forward(green, 5, 5, true)],
  })
  const first = await fetch(`http://127.0.0.1:${balancer.port}/`)
  const cookies = first.headers.getSetCookie()
  expect(cookies.map(cookie => cookie.split('=')[0])).toEqual(['AWSALBTG', 'AWSALBTGCORS'])
  const chosen = await first.text()
  const again = await many(10, { cookie: cookies[0]?.split(';')[0] ?? '' })
  expect(new Set(again)).toEqual(new Set([chosen]))
})

test('a group of weight 0 gets nothing', async () => {
  await twoGroups(1, 0)
  expect(new Set(await many(20))).toEqual(new Set(['blue']))
})

test('lb_cookie keeps a client at its target while it may', async () => {
  const open = account.openGroupId
  const tasks = await Promise.all(
    ['a', 'b', 'c'].map(name =>
      account.startTask((_request, response) => response.end(name), { securityGroupIds: [open] }),
    ),
  )
  await account.register(balancer.groupArn, tasks)
  account.call(modifyTargetGroupAttributes, {
    TargetGroupArn: balancer.groupArn,
    Attributes: [{ Key: 'stickiness.enabled', Value: 'true' }],
  })
  const first = await fetch(`http://127.0.0.1:${balancer.port}/`)
  const chosen = await first.text()
  const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect(cookie).toMatch(/^AWSALB=/)
  expect(new Set(await many(10, { cookie }))).toEqual(new Set([chosen]))
  expect(new Set(await many(30, { cookie: 'AWSALB=forged' })).size).toBe(3)
})

async function twoGroups(blueWeight: number, greenWeight: number): Promise<string> {
  const green = account.createGroup('green')
  account.call(modifyListener, {
    ListenerArn: balancer.listenerArn,
    DefaultActions: [forward(green, blueWeight, greenWeight, false)],
  })
  for (const [arn, name] of [
    [balancer.groupArn, 'blue'],
    [green, 'green'],
  ] as const) {
    const task = await account.startTask((_request, response) => response.end(name), {
      securityGroupIds: [account.openGroupId],
    })
    await account.register(arn, [task])
  }
  return green
}

function forward(green: string, blueWeight: number, greenWeight: number, sticky: boolean): Action {
  return {
    Type: 'forward',
    ForwardConfig: {
      TargetGroups: [
        { TargetGroupArn: balancer.groupArn, Weight: blueWeight },
        { TargetGroupArn: green, Weight: greenWeight },
      ],
      ...(sticky && { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 } }),
    },
  }
}

async function many(count: number, headers: Record<string, string> = {}): Promise<string[]> {
  const bodies: string[] = []
  for (let index = 0; index < count; index++) {
    bodies.push(await (await fetch(`http://127.0.0.1:${balancer.port}/`, { headers })).text())
  }
  return bodies
}
