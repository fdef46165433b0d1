import type { Sandbox } from '../operation.ts'
import type { Scope } from '../store/store.ts'

/** Tells the data plane that something which routing depends on has changed; nothing happens while none runs. */
export function routesChanged(sandbox: Sandbox, scope: Scope): void {
  planes.get(sandbox)?.apply(scope)
}

interface Plane {
  apply(scope: Scope): void
}

const planes = new WeakMap<Sandbox, Plane>()
