import type { ApiError, MapDto } from '../../../../lab-runner/contract.ts'
import { Refusal } from '../../lesson/Refusal.tsx'
import { isUnderWay, relevant } from '../deployment/track-words.ts'
import { Track } from '../deployment/Track.tsx'
import type { DeploymentsReading } from '../deployment/use-deployments.ts'
import { Events } from './Events.tsx'
import { MapFlow } from './MapFlow.tsx'
import { MapList } from './MapList.tsx'
import { TaskCard } from './TaskCard.tsx'
import { type MapView, viewMap } from './map-view.ts'
import { Services } from './Services.tsx'

export interface MapReading {
  map: MapDto | null
  /** When it was read, by this page's clock. */
  readAt: number
  problem: ApiError | null
}

/** The account as it is now: drawn, or as a list with the same facts. */
export function MapPane({
  reading,
  deployments,
  asList,
  hasApp,
}: {
  reading: MapReading
  deployments: DeploymentsReading
  asList: boolean
  /** Whether a load balancer is to come: then its place is drawn before it is there. */
  hasApp: boolean
}) {
  const view = reading.map === null ? null : viewMap(reading.map)
  return (
    <div className="map">
      {reading.problem === null ? null : <Refusal problem={reading.problem} />}
      {view === null ? (
        <p className="quiet">What stands in your account is drawn here, once it has been read.</p>
      ) : null}
      {view === null ? null : asList ? (
        <MapList view={view} track={<Track reading={deployments} />} />
      ) : (
        <MapDrawing
          view={view}
          hasApp={hasApp}
          track={<Track reading={deployments} />}
          tracked={trackedService(deployments)}
        />
      )}
    </div>
  )
}

/** The service whose versions the track lists already. */
function trackedService({ dto }: DeploymentsReading): string | null {
  const shown = relevant(dto?.deployments ?? [])
  return shown !== null && isUnderWay(shown) ? shown.service : null
}

function MapDrawing({
  view,
  hasApp,
  track,
  tracked,
}: {
  view: MapView
  hasApp: boolean
  track: React.ReactNode
  tracked: string | null
}) {
  const balanced = hasApp || view.entries.length > 0 || view.looseGroups.length > 0
  return (
    <>
      {balanced ? <MapFlow view={view} /> : null}
      {!balanced && view.looseTasks.length === 0 ? (
        <p className="quiet">
          No task runs in your account yet. Each appears here as soon as it is asked for.
        </p>
      ) : null}
      {view.looseTasks.length === 0 ? null : (
        <section className="loose" aria-labelledby="loose-h">
          <h3 id="loose-h">{balanced ? 'Tasks not behind a load balancer' : 'Tasks'}</h3>
          <ul className="tasks num">
            {view.looseTasks.map(card => (
              <TaskCard key={card.id} card={card} />
            ))}
          </ul>
        </section>
      )}
      {track}
      <Services services={view.services} tracked={tracked} />
      <Events events={view.events} />
    </>
  )
}
