import type { Scope } from '../../store/store.ts'
import { invalid, notFound } from './errors.ts'
import { events } from './store.ts'
import type { RuleDocument } from './store.ts'

/** Name of an event bus that is given by name or ARN; `default` when none is. */
export function busName(given: string | undefined): string {
  return given ? given.slice(given.lastIndexOf('/') + 1) : 'default'
}

/** ARN of a rule; those of the default bus do not name it. */
export function ruleArn(place: { accountId: string; region: string }, bus: string, name: string): string {
  const path = bus === 'default' ? name : `${bus}/${name}`
  return `arn:aws:events:${place.region}:${place.accountId}:rule/${path}`
}

/** Throws ResourceNotFoundException for any bus but the default one, which every account has. */
export function checkBus(given: string | undefined): string {
  const bus = busName(given)
  if (bus !== 'default') throw notFound(`Event bus ${bus} does not exist.`)
  return bus
}

/** A rule of the default bus. Throws ResourceNotFoundException. */
export function findRule(scope: Scope, name: string, bus: string | undefined): RuleDocument {
  const rule = events(scope).rules.get(name)
  const busOf = checkBus(bus)
  if (!rule) throw notFound(`Rule ${name} does not exist on EventBus ${busOf}.`)
  return rule
}

/** Throws ValidationException. */
export function checkRuleName(name: string): void {
  if (name.length > 64) {
    throw invalid(
      `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 64`,
    )
  }
  if (!/^[.\-_A-Za-z0-9]+$/.test(name)) {
    throw invalid(
      `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`,
    )
  }
}
