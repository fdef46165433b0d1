import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import type { StepState } from '../../../lab-runner/contract.ts'
import { useNow } from '../workspace/use-lab.ts'
import { secondsLeft, stepWords } from '../workspace/words.ts'
import { InlineCode } from './InlineCode.tsx'
import { StepControls } from './StepControls.tsx'

interface Slots {
  sign: Element
  say: Element
  controls: Element
  note: Element
}

/** Puts a step's live state into the places that Step.astro keeps free for it. */
export function StepPortal({ step, number }: { step: StepState; number: number }) {
  const [slots, setSlots] = useState<Slots | null>(null)
  useEffect(() => setSlots(findSlots(step.id)), [step.id])
  useEffect(() => {
    document.getElementById(step.id)?.setAttribute('data-s', step.status)
  }, [step.id, step.status])
  if (slots === null) return null
  return (
    <>
      {createPortal(<i className="st" data-s={step.status} />, slots.sign)}
      {createPortal(<Say step={step} />, slots.say)}
      {createPortal(<StepControls step={step} number={number} />, slots.controls)}
      {step.status === 'settling' ? createPortal(<Note step={step} />, slots.note) : null}
    </>
  )
}

function findSlots(stepId: string): Slots | null {
  const section = document.getElementById(stepId)
  const slot = (name: string) => section?.querySelector(`[data-slot="${name}"]`) ?? null
  const [sign, say, controls, note] = [slot('sign'), slot('say'), slot('controls'), slot('note')]
  if (sign === null || say === null || controls === null || note === null) return null
  for (const place of [sign, say, controls]) place.replaceChildren()
  return { sign, say, controls, note }
}

/** The words beside the title; those that count are timers, which screen readers keep silent about. */
function Say({ step }: { step: StepState }) {
  const counts = step.status === 'running' || step.status === 'settling'
  const now = useNow(counts)
  return (
    <span className={`say num ${step.status}`} role={counts ? 'timer' : undefined}>
      {stepWords(step, now)}
    </span>
  )
}

/** Seen while the step is closed: what AWS is still at, and how far it is. */
function Note({ step }: { step: StepState }) {
  const now = useNow(true)
  const { verdict } = step
  if (verdict === null) return null
  const whole = verdict.aboutSeconds ?? 0
  const done = whole === 0 ? 1 : 1 - secondsLeft(step, now) / whole
  return (
    <>
      <InlineCode text={`Right so far. ${verdict.observed}`} />
      <div className="left" style={{ '--p': `${Math.round(done * 100)}%` } as React.CSSProperties} />
    </>
  )
}
