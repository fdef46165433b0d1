import { useState } from 'react'
import type { MapDto } from '../../../../lab-runner/contract.ts'
import { useLab } from '../use-lab.ts'

/** The site that the learner has deployed, from an origin of its own. */
export function AppPane({ shown, map }: { shown: boolean; map: MapDto | null }) {
  const { lab } = useLab()
  const [loaded, setLoaded] = useState(0)
  const balancer = map?.loadBalancers[0]
  const url = lab?.previewUrl ?? null
  if (url === null) {
    return (
      <div className="inset">
        <div className="browser">
          <div className="page">
            <b>Not there yet</b>
            <span className="muted">Your site appears here when the load balancer stands.</span>
          </div>
        </div>
      </div>
    )
  }
  const address = balancer === undefined ? url : `http://${balancer.dnsName}/`
  return (
    <div className="inset">
      <div className="browser">
        <header>
          <button
            type="button"
            className="btn bare"
            aria-label="Reload the app"
            onClick={() => setLoaded(loaded + 1)}
          >
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3" />
            </svg>
          </button>
          <span className="url" title={address}>
            {address}
          </span>
          <a
            className="btn bare"
            href={url}
            target="_blank"
            rel="noopener noreferrer"
            aria-label="Open the app in a new tab"
          >
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="M9 3h4v4M13 3 7.5 8.5M7 4H3v9h9V9" />
            </svg>
          </a>
        </header>
        {shown || loaded > 0 ? (
          <iframe
            key={loaded}
            src={url}
            title="Your app, as the internet sees it"
            sandbox="allow-downloads allow-forms allow-modals allow-same-origin allow-scripts"
            referrerPolicy="no-referrer"
          />
        ) : null}
      </div>
      <p className="muted">Each reload may be answered by another task: the page says which.</p>
    </div>
  )
}
