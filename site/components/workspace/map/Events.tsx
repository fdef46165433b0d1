import { useState } from 'react'
import { timeOfDaySeconds } from '../words.ts'
import type { MapView } from './map-view.ts'

/** The latest events, newest first. */
export function Events({ events }: { events: MapView['events'] }) {
  const [all, setAll] = useState(false)
  const toggle = () => setAll(shown => !shown)
  if (events.length === 0) return null
  return (
    <div className="events">
      <ul aria-label="Latest events">
        {events.slice(0, all ? events.length : 4).map(({ at, text }, index) => (
          <li key={`${at} ${index}`}>
            <time>{timeOfDaySeconds(at)}</time>
            {text}
          </li>
        ))}
      </ul>
      {events.length > 4 ? (
        <button type="button" className="btn bare" aria-expanded={all} onClick={toggle}>
          {all ? 'Fewer events' : `All ${events.length} events`}
        </button>
      ) : null}
    </div>
  )
}
