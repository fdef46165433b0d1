import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { RuleDocument } from '../services/elbv2/store.ts'
import { readCookie, stickyCookies } from './cookies.ts'
import { countStatus } from './counters.ts'
import type { Counters } from './counters.ts'
import { ForwardChoice } from './forward-choice.ts'
import type { Forwarded } from './headers.ts'
import type { LiveTarget } from './live-target.ts'
import type { LiveTargetGroup } from './live-target-group.ts'
import { answer, answerRaw, send } from './own-answers.ts'
import { ProxiedRequest } from './proxy.ts'
import { proxyUpgrade } from './proxy-upgrade.ts'
import type { Choice, ProxyOwner } from './proxy-owner.ts'
import { redirectLocation, redirectStatus } from './redirect.ts'
import { compileConditions, readIncoming } from './rules.ts'
import type { Incoming } from './rules.ts'

/** What a listener routes by, compiled from the stored rules. */
export interface RouterSettings {
  forwarded: Forwarded
  counters: Counters
  groupOf: (arn: string) => LiveTargetGroup
  admits: (ip: string | undefined) => boolean
}

interface Route {
  matches: (incoming: Incoming) => boolean
  act: Act
}

type Act =
  | { type: 'forward'; choice: ForwardChoice }
  | { type: 'redirect' | 'fixed-response'; run: (incoming: Incoming, response: ServerResponse) => number }

/** Sends each request where the first rule that matches says. */
export class Router implements ProxyOwner {
  readonly forwarded: Forwarded
  readonly counters: Counters
  readonly admits: (ip: string | undefined) => boolean
  readonly #routes: Route[]

  constructor(rules: RuleDocument[], settings: RouterSettings) {
    this.forwarded = settings.forwarded
    this.counters = settings.counters
    this.admits = settings.admits
    this.#routes = rules.map(rule => ({
      matches: rule.IsDefault ? () => true : compileConditions(rule.Conditions),
      act: compileAction(rule.Actions[0], settings),
    }))
  }

  request(request: IncomingMessage, response: ServerResponse): void {
    this.counters.requests++
    const incoming = readIncoming(request)
    const act = this.#actFor(incoming)
    if (!act || act.type === 'forward') {
      const choice = act && choose(act.choice, request)
      if (choice) new ProxiedRequest(request, response, incoming, choice, this).start()
      else this.answer(request, response, 503)
    } else {
      countStatus(this.counters.ownStatus, act.run(incoming, response))
    }
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.counters.requests++
    const incoming = readIncoming(request)
    const act = this.#actFor(incoming)
    const choice = act?.type === 'forward' ? choose(act.choice, request) : undefined
    if (choice) proxyUpgrade({ request, incoming, choice, router: this }, socket, head)
    else this.answerRaw(socket, 503)
  }

  /** Answers with the load balancer's own page, counted. */
  answer(request: IncomingMessage, response: ServerResponse, status: number): void {
    countStatus(this.counters.ownStatus, status)
    answer(request, response, status)
  }

  answerRaw(socket: Duplex, status: number): void {
    countStatus(this.counters.ownStatus, status)
    answerRaw(socket, status)
  }

  #actFor(incoming: Incoming): Act | undefined {
    for (const route of this.#routes) if (route.matches(incoming)) return route.act
    return undefined
  }
}

function compileAction(action: Action | undefined, { groupOf, forwarded }: RouterSettings): Act {
  const { RedirectConfig: redirect, FixedResponseConfig: fixed } = action ?? {}
  if (redirect) {
    const run = (incoming: Incoming, response: ServerResponse) => {
      const status = redirectStatus(redirect)
      answer(incoming.request, response, status, {
        Location: redirectLocation(redirect, incoming, forwarded.port),
      })
      return status
    }
    return { type: 'redirect', run }
  }
  if (fixed) {
    const status = Number(fixed.StatusCode)
    const contentType = `${fixed.ContentType ?? 'text/plain'}; charset=utf-8`
    const run = (incoming: Incoming, response: ServerResponse) => {
      send(incoming.request, response, status, contentType, fixed.MessageBody ?? '')
      return status
    }
    return { type: 'fixed-response', run }
  }
  return { type: 'forward', choice: new ForwardChoice(action ?? { Type: 'forward' }, groupOf) }
}

function choose(forward: ForwardChoice, request: IncomingMessage): Choice | undefined {
  const cookies: string[] = []
  let group: LiveTargetGroup | undefined
  if (forward.durationSeconds !== undefined) {
    const cookie = readCookie(request.headers.cookie, 'AWSALBTG')
    group = (cookie === undefined ? undefined : forward.byCookie(cookie)) ?? forward.next()
    if (group) cookies.push(...stickyCookies('AWSALBTG', forward.cookieOf(group), forward.durationSeconds))
  } else {
    group = forward.next()
  }
  if (!group) return undefined
  const target = stickyTarget(group, request) ?? group.pick()
  if (!target) return undefined
  if (group.stickiness?.type === 'lb_cookie') {
    cookies.push(...stickyCookies('AWSALB', target.cookie, group.stickiness.durationSeconds))
  }
  return { group, target, cookies }
}

function stickyTarget(group: LiveTargetGroup, request: IncomingMessage): LiveTarget | undefined {
  if (!group.stickiness) return undefined
  const name = group.stickiness.type === 'lb_cookie' ? 'AWSALB' : 'AWSALBAPP-0'
  const cookie = readCookie(request.headers.cookie, name)
  return cookie === undefined ? undefined : group.byCookie(cookie)
}
