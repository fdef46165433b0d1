import type { Resource, Verdict } from '../define.ts'
import { LAB_TAG, labOf, type Tags } from '../resources/resource-kind.ts'

export type Pass = Extract<Verdict, { status: 'pass' }>
export type Fail = Extract<Verdict, { status: 'fail' }>
export type Waiting = Extract<Verdict, { status: 'waiting' }>

/** It is as it should be. `outputs` go to later steps, `made` to the ledger. */
export function pass(observed: string, outputs: Record<string, string> = {}, made: Resource[] = []): Pass {
  return { status: 'pass', observed, outputs, made }
}

/** The learner has something to do. */
export function fail(reason: string, texts: Omit<Fail, 'status' | 'reason'>): Fail {
  return { status: 'fail', reason, ...texts }
}

/** The learner has done their part, AWS is still at work. */
export function waiting(reason: string, texts: Omit<Waiting, 'status' | 'reason'>): Waiting {
  return { status: 'waiting', reason, ...texts }
}

/** Each assertion in turn, given the outputs so far: the first that does not pass is the verdict, otherwise all of them together. */
export async function allOf(
  ...assertions: ((outputs: Record<string, string>) => Promise<Verdict>)[]
): Promise<Verdict> {
  const all = pass('')
  for (const assertion of assertions) {
    const verdict = await assertion(all.outputs)
    if (verdict.status !== 'pass') return verdict
    all.observed = [all.observed, verdict.observed].filter(Boolean).join(' ')
    Object.assign(all.outputs, verdict.outputs)
    all.made.push(...verdict.made)
  }
  return all
}

/** Reset goes by the tag, so what lacks it does not count as made in this lab. */
export function tagMissing(
  tags: Tags,
  { lab, what, command }: { lab: string; what: string; command: string },
) {
  const owner = labOf(tags)
  if (owner === lab) return undefined
  return fail('tag-missing', {
    title: 'It lacks the lab’s tag',
    expected: `${what} with the tag ${LAB_TAG}=${lab}, by which Reset finds it`,
    observed:
      owner === undefined ? `${what} without that tag` : `${what} with ${LAB_TAG}=${owner}, of another lab`,
    next:
      owner === undefined
        ? `If it is yours to use here, add the tag: \`${command}\``
        : 'Reset that other lab first, then run this step again.',
  })
}
