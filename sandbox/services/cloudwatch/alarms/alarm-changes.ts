import type { Cancel } from '../../../clock.ts'
import type { Sandbox } from '../../../operation.ts'
import type { Scope } from '../../../store/store.ts'

type Listener = (scope: Scope) => void

const listeners = new WeakMap<Sandbox, Set<Listener>>()

/** Calls `listener` whenever an alarm has changed its state, once the new state is stored; it must not throw. */
export function onAlarmChange(sandbox: Sandbox, listener: Listener): Cancel {
  const own = listeners.get(sandbox) ?? new Set()
  listeners.set(sandbox, own.add(listener))
  return () => own.delete(listener)
}

export function tellAlarmChange(sandbox: Sandbox, scope: Scope): void {
  for (const listener of listeners.get(sandbox) ?? []) listener(scope)
}
