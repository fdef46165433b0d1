import { useEffect, useState } from 'react'
import { StepPortal } from '../lesson/StepPortal.tsx'
import { Banner } from './Banner.tsx'
import { Divider } from './Divider.tsx'
import { LabHeader, type LabDialog } from './header/LabHeader.tsx'
import { LabSession } from './lab-session.ts'
import { currentStep, isFinished } from './lab-view.ts'
import { LabContext, useLab } from './use-lab.ts'
import { Workspace } from './Workspace.tsx'

interface LabAppProps {
  labId: string
  /** This page's version; the server says when its own is another. */
  version: string
  /** Whether the lab builds a site that the App pane can show. */
  hasApp: boolean
  /** False for a lab that makes nothing in the account. */
  inAccount: boolean
}

/** All that lives on the lab page: the workspace in its place, steps and header through portals into the static page. */
export function LabApp({ labId, version, hasApp, inAccount }: LabAppProps) {
  const [session] = useState(() => new LabSession(labId, version))
  useEffect(() => session.open(), [session])
  return (
    <LabContext value={session}>
      <Lab hasApp={hasApp} inAccount={inAccount} />
    </LabContext>
  )
}

function Lab({ hasApp, inAccount }: Pick<LabAppProps, 'hasApp' | 'inAccount'>) {
  const { lab } = useLab()
  const [dialog, setDialog] = useState<LabDialog>(null)
  useOpenCurrentStep()
  return (
    <>
      <LabHeader dialog={dialog} onDialog={setDialog} />
      {lab?.steps.map((step, index) => (
        <StepPortal key={step.id} step={step} number={index + 1} />
      ))}
      <Divider />
      <Workspace hasApp={hasApp} inAccount={inAccount}>
        <Banner onAccount={() => setDialog('account')} onReset={() => setDialog('reset')} />
      </Workspace>
    </>
  )
}

/** Opens the step that the learner is at, or the one that the address names; scrolls to it once, moves no focus. */
function useOpenCurrentStep(): void {
  const { lab } = useLab()
  const current = lab === null ? null : currentStep(lab.steps)
  const currentId = current?.id ?? null
  const known = lab !== null
  const [begun, setBegun] = useState(false)
  useEffect(() => {
    const follow = () => {
      const named = stepSection(decodeURIComponent(location.hash.slice(1)))
      if (named === null) return
      openStep(named)
      void document.fonts.ready.then(() => requestAnimationFrame(() => named.scrollIntoView()))
    }
    follow()
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  useEffect(() => {
    if (!known) return
    const section = currentId === null ? null : stepSection(currentId)
    if (section !== null) openStep(section)
    if (!begun && section !== null && location.hash === '') {
      // Whoever begins reads from the top; whoever comes back goes on where they were, once the text has its final size.
      const back = lab.steps.some(isFinished)
      if (back) void document.fonts.ready.then(() => requestAnimationFrame(() => section.scrollIntoView()))
    }
    setBegun(true)
    // Only a change of the current step opens one: what the learner has closed stays closed.
  }, [known, currentId])
}

function stepSection(id: string): HTMLElement | null {
  const section = id === '' ? null : document.getElementById(id)
  return section?.classList.contains('step') === true ? section : null
}

function openStep(section: HTMLElement): void {
  section.querySelector('details')?.setAttribute('open', '')
}
