import { useEffect, useState } from 'react'
import { labRunAtWork, type LabView } from './lab-view.ts'
import { useLab } from './use-lab.ts'

interface BannerProps {
  onAccount: () => void
  onReset: () => void
}

/** What stands between the learner and the lab now, and what to do about it. Nothing when all is well. */
export function Banner({ onAccount, onReset }: BannerProps) {
  const view = useLab()
  const returned = useRecently(view.returnedAt)
  const said = bannerOf(view, returned)
  return (
    <div className="banner" role="status" data-s={said?.state ?? 'none'}>
      {said === null ? null : (
        <>
          <i className="st" data-s={said.state} />
          <p>
            <b>{said.what}</b> {said.next}
          </p>
          {said.action === 'reload' ? (
            <button type="button" className="btn" onClick={() => location.reload()}>
              Reload
            </button>
          ) : null}
          {said.action === 'account' ? (
            <button type="button" className="btn" onClick={onAccount}>
              See the account
            </button>
          ) : null}
          {said.action === 'reset' ? (
            <button type="button" className="btn" onClick={onReset}>
              See how far
            </button>
          ) : null}
        </>
      )}
    </div>
  )
}

interface Said {
  state: 'error' | 'running' | 'done' | 'notyet'
  what: string
  next: React.ReactNode
  action?: 'reload' | 'account' | 'reset'
}

function bannerOf(view: LabView, returned: boolean): Said | null {
  const start = (
    <>
      Start it with <code>npm start</code> in the project’s folder
    </>
  )
  if (view.problem?.code === 'not-signed-in') {
    return {
      state: 'error',
      what: 'You are not signed in.',
      next: (
        <>
          Open the address that <code>npm start</code> printed; it signs this browser in.
        </>
      ),
    }
  }
  if (view.problem !== null) {
    return { state: 'error', what: view.problem.message, next: view.problem.next, action: 'reload' }
  }
  if (view.outdated !== null) {
    return {
      state: 'notyet',
      what: 'The workshop was updated.',
      next: 'Reload this page; your work and your terminals are kept.',
      action: 'reload',
    }
  }
  if (view.connection === 'absent') {
    return {
      state: 'error',
      what: 'The lab-runner is not answering.',
      next: (
        <>
          {start}, and open the address that it prints. You can read on meanwhile; this page tries again by
          itself.
        </>
      ),
    }
  }
  if (view.connection === 'lost') {
    return {
      state: 'running',
      what: 'The connection is lost; trying again.',
      next: <>Everything stays as it is. If the lab-runner was stopped: {lowerStart}.</>,
    }
  }
  return (
    labBanner(view) ??
    (returned
      ? { state: 'done', what: 'Connected again.', next: 'This page shows how things stand now.' }
      : null)
  )
}

const lowerStart = (
  <>
    start it with <code>npm start</code>
  </>
)

function labBanner(view: LabView): Said | null {
  if (view.lab === null) return null
  const { account } = view.lab
  if (account.problem !== null) {
    return { state: 'error', what: account.problem, next: '', action: 'account' }
  }
  if (!account.confirmed) {
    return {
      state: 'notyet',
      what: 'Confirm the account first.',
      next: 'Nothing is made before you have seen whose it is.',
      action: 'account',
    }
  }
  const { obstacle } = view.lab
  if (obstacle !== null) return { state: 'notyet', what: obstacle.what, next: obstacle.next }
  const run = labRunAtWork(view)
  if (run?.kind === 'reset')
    return { state: 'running', what: 'Taking the lab down.', next: run.message, action: 'reset' }
  if (run !== null) return { state: 'running', what: 'Doing the steps before it.', next: run.message }
  return null
}

/** True for some seconds after a moment. */
function useRecently(at: number | null): boolean {
  const [recent, setRecent] = useState(false)
  useEffect(() => {
    if (at === null) return
    setRecent(true)
    const timer = setTimeout(() => setRecent(false), 6000)
    return () => clearTimeout(timer)
  }, [at])
  return recent
}
