import { createHash, randomUUID } from 'node:crypto'
import type { Sandbox } from '../../operation.ts'
import type { Scope } from '../../store/store.ts'
import { inputOf } from './input.ts'
import type { Event } from './input.ts'
import { outboxOf } from './outbox.ts'
import { compilePattern } from './pattern.ts'
import type { Pattern } from './pattern.ts'
import { events } from './store.ts'
import type { RuleDocument } from './store.ts'

/** Something that happened, as its service tells EventBridge. */
export interface NewEvent {
  /** Such as `aws.ecs`. */
  source: string
  detailType: string
  /** ARNs. */
  resources: string[]
  detail: object
  /** Milliseconds since the epoch. @default now */
  time?: number
}

const compiled = new Map<string, Pattern>()
const MOST_COMPILED = 1000

/** Puts an event on the account's default bus, and sends it to the targets of the rules that match. Answers its id. */
export function putEvent(sandbox: Sandbox, scope: Scope, given: NewEvent): string {
  const id = randomUUID()
  const rules = events(scope)
    .rules.values()
    .filter(({ State, targets }) => State === 'ENABLED' && targets.length > 0)
  if (rules.length === 0) return id
  const event = eventOf(sandbox, scope, id, given)
  for (const rule of rules) {
    if (patternOf(rule)?.(event)) send(sandbox, scope, rule, event)
  }
  return id
}

/** Sends the targets of a rule with a schedule what EventBridge makes up for them. */
export function sendScheduled(sandbox: Sandbox, scope: Scope, rule: RuleDocument): void {
  const given = { source: 'aws.events', detailType: 'Scheduled Event', resources: [rule.Arn], detail: {} }
  send(sandbox, scope, rule, eventOf(sandbox, scope, randomUUID(), given))
}

function eventOf(sandbox: Sandbox, scope: Scope, id: string, given: NewEvent): Event {
  return {
    version: '0',
    id,
    'detail-type': given.detailType,
    source: given.source,
    account: scope.accountId,
    time: new Date(given.time ?? sandbox.clock.now()).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region: scope.region,
    resources: given.resources,
    // As it will be read: without members that are undefined, with dates as texts.
    detail: JSON.parse(JSON.stringify(given.detail)) as unknown,
  }
}

function send(sandbox: Sandbox, scope: Scope, rule: RuleDocument, event: Event): void {
  for (const target of rule.targets) {
    const text = inputOf(target, event, rule)
    outboxOf(sandbox).put({ scope, target, text, ruleArn: rule.Arn, stream: streamOf(rule) })
  }
}

/** One log stream a rule; AWS names its streams by UUIDs too. */
function streamOf({ Arn }: RuleDocument): string {
  const digits = createHash('sha256').update(Arn).digest('hex')
  return [0, 8, 12, 16, 20, 32]
    .map((at, index, all) => digits.slice(at, all[index + 1] ?? at))
    .slice(0, 5)
    .join('-')
}

function patternOf({ EventPattern }: RuleDocument): Pattern | undefined {
  if (EventPattern === undefined) return undefined
  let pattern = compiled.get(EventPattern)
  if (!pattern) {
    if (compiled.size >= MOST_COMPILED) compiled.clear()
    compiled.set(EventPattern, (pattern = compilePattern(EventPattern)))
  }
  return pattern
}
