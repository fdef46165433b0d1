import type { About } from './api.ts'

/** Which version serves this page, and which task answered last. */
export function Banner({ about }: { about: About | undefined }) {
  return (
    <header className={`banner ${about?.colour ?? ''}`}>
      <h1>Uploads</h1>
      {about && (
        <p>
          <strong>
            Version {about.version} ({about.colour})
          </strong>{' '}
          answered from task <code>{about.task}</code>
          {about.zone && ` in ${about.zone}`}, with {about.database === 'mysql' ? 'MySQL' : 'SQLite'}
        </p>
      )}
    </header>
  )
}
