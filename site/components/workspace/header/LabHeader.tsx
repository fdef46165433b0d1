import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { isFinished } from '../lab-view.ts'
import { useLab } from '../use-lab.ts'
import { counted } from '../words.ts'
import { AccountDialog } from '../dialogs/AccountDialog.tsx'
import { ResetDialog } from '../dialogs/ResetDialog.tsx'
import { AccountGauge, CostGauge, TimeGauge } from './Gauges.tsx'

export type LabDialog = 'account' | 'reset' | 'more' | null

interface LabHeaderProps {
  dialog: LabDialog
  onDialog: (dialog: LabDialog) => void
}

/** Fills the two places that the page's header keeps free: the dots of the steps, and gauges with Reset. */
export function LabHeader({ dialog, onDialog }: LabHeaderProps) {
  const [places, setPlaces] = useState<{ dots: Element; gauges: Element } | null>(null)
  useEffect(() => {
    const dots = document.getElementById('lab-dots')
    const gauges = document.getElementById('lab-gauges')
    if (dots === null || gauges === null) return
    gauges.replaceChildren()
    setPlaces({ dots, gauges })
  }, [])
  if (places === null) return null
  return (
    <>
      {createPortal(<Dots place={places.dots} />, places.dots)}
      {createPortal(<Gauges dialog={dialog} onDialog={onDialog} />, places.gauges)}
    </>
  )
}

/** The steps' signs; those that the static page has stay until the lab is known. */
function Dots({ place }: { place: Element }) {
  const steps = useLab().lab?.steps
  const known = steps !== undefined
  useEffect(() => {
    if (known) place.querySelector('[data-static]')?.remove()
  }, [known, place])
  if (steps === undefined) return null
  const done = steps.filter(isFinished).length
  return (
    <span className="dots" role="img" aria-label={`${done} of ${counted(steps.length, 'step')} done`}>
      {steps.map(({ id, status }) => (
        <i key={id} className="st" data-s={status} />
      ))}
    </span>
  )
}

function Gauges({ dialog, onDialog }: LabHeaderProps) {
  const { lab } = useLab()
  const close = () => onDialog(null)
  return (
    <>
      <AccountGauge account={lab?.account ?? null} onOpen={() => onDialog('account')} />
      <TimeGauge account={lab?.account ?? null} />
      <CostGauge lab={lab} />
      <button type="button" className="btn opt" disabled={lab === null} onClick={() => onDialog('reset')}>
        Reset…
      </button>
      <div className="menu">
        <button
          type="button"
          className="btn bare more"
          aria-label="Time, cost and reset"
          aria-expanded={dialog === 'more'}
          onClick={() => onDialog(dialog === 'more' ? null : 'more')}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M3 8h.01M8 8h.01M13 8h.01" strokeWidth="2.4" />
          </svg>
        </button>
        {dialog === 'more' ? (
          <div className="sheetmenu" onKeyDown={event => event.key === 'Escape' && close()}>
            <TimeGauge account={lab?.account ?? null} />
            <CostGauge lab={lab} />
            <button type="button" className="btn" disabled={lab === null} onClick={() => onDialog('reset')}>
              Reset…
            </button>
          </div>
        ) : null}
      </div>
      <AccountDialog open={dialog === 'account'} onClose={close} />
      <ResetDialog open={dialog === 'reset'} onClose={close} />
    </>
  )
}
