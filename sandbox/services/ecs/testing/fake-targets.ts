import type { FakeClock } from '../../../fake-clock.ts'
import type { Targets } from '../engine.ts'

interface FakeTarget {
  id: string
  port: number
  state: 'initial' | 'healthy' | 'unhealthy' | 'draining'
  since: number
}

/** Target groups for tests: healthy 10 s after registration unless the test says otherwise, drained after `delayMs`. */
export class FakeTargets implements Targets {
  readonly #clock: FakeClock
  readonly #groups = new Map<string, FakeTarget[]>()
  /** `register <ip>` and `deregister <ip>`, in order. */
  readonly journal: string[] = []
  delayMs = 30_000
  /** Whether a target's checks pass. */
  passes: (ip: string) => boolean = () => true

  constructor(clock: FakeClock) {
    this.#clock = clock
  }

  registerTargets: Targets['registerTargets'] = (_sandbox, scope, arn, targets) => {
    const since = this.#clock.time(scope.accountId)
    for (const { id, port } of targets) {
      this.journal.push(`register ${id}`)
      this.#groups.set(arn, [...(this.#groups.get(arn) ?? []), { id, port, state: 'initial', since }])
    }
  }

  deregisterTargets: Targets['deregisterTargets'] = (_sandbox, scope, arn, targets) => {
    const ids = new Set(targets.map(({ id }) => id))
    for (const target of this.#groups.get(arn) ?? []) {
      if (!ids.has(target.id)) continue
      this.journal.push(`deregister ${target.id}`)
      target.state = 'draining'
      target.since = this.#clock.time(scope.accountId)
    }
  }

  targetHealth: Targets['targetHealth'] = (_sandbox, scope, arn) => {
    const now = this.#clock.time(scope.accountId)
    const left = (this.#groups.get(arn) ?? []).filter(
      ({ state, since }) => state !== 'draining' || now - since < this.delayMs,
    )
    this.#groups.set(arn, left)
    return left.map(target => {
      const { id, port } = target
      if (target.state !== 'draining' && now - target.since >= 10_000) {
        target.state = this.passes(id) ? 'healthy' : 'unhealthy'
      }
      if (target.state !== 'unhealthy') return { id, port, state: target.state }
      const description = 'Health checks failed with these codes: [404]'
      return { id, port, state: target.state, reason: 'Target.ResponseCodeMismatch', description }
    })
  }

  /** Addresses that get requests now. */
  get serving(): string[] {
    return [...this.#groups.values()].flat().flatMap(({ id, state }) => (state === 'healthy' ? [id] : []))
  }
}
