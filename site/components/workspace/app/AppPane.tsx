import { useState } from 'react'
import type { MapDto } from '../../../../lab-runner/contract.ts'
import { useLab } from '../use-lab.ts'
import { previewsOf, type Preview } from './previews.ts'

/** The site that the learner has deployed, from an origin of its own; beside it what the test listener shows. */
export function AppPane({ shown, map }: { shown: boolean; map: MapDto | null }) {
  const { lab } = useLab()
  const previews = previewsOf(lab?.previewUrl ?? null, map)
  if (previews.length === 0) {
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
  return (
    <div className="inset">
      <div className="browsers">
        {previews.map(preview => (
          <Browser key={preview.url} preview={preview} shown={shown} named={previews.length > 1} />
        ))}
      </div>
      <p className="muted">Each reload may be answered by another task: the page says which.</p>
    </div>
  )
}

function Browser({ preview, shown, named }: { preview: Preview; shown: boolean; named: boolean }) {
  const [loaded, setLoaded] = useState(0)
  const { url, address, test } = preview
  const name = test ? 'the test listener' : 'the app'
  return (
    <section className="browser" aria-label={test ? 'Test' : 'Production'}>
      <header>
        {named ? (
          <b>
            <i className={`v ${test ? 'green' : 'blue'}`} /> {test ? 'Test' : 'Production'}{' '}
            <span className="num">:{preview.port}</span>
          </b>
        ) : null}
        <button
          type="button"
          className="btn bare"
          aria-label={`Reload ${name}`}
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
          aria-label={`Open ${name} in a new tab`}
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
          title={test ? 'Your app, as the test listener shows it' : 'Your app, as the internet sees it'}
          sandbox="allow-downloads allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-same-origin allow-scripts"
          referrerPolicy="no-referrer"
        />
      ) : null}
    </section>
  )
}
