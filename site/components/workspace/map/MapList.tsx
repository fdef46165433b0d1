import { counted } from '../words.ts'
import { Events } from './Events.tsx'
import type { CardView, GroupView, MapView } from './map-view.ts'

/** The same facts as the drawing, in words and in order. */
export function MapList({ view, track }: { view: MapView; track: React.ReactNode }) {
  if (view.empty) return <p>Nothing stands in your account yet. What the steps make appears here.</p>
  return (
    <div className="aslist num">
      <h3>Load balancers</h3>
      <ul>
        {view.entries.length === 0 ? <li>None yet.</li> : null}
        {view.entries.map(entry => (
          <li key={entry.name}>
            <b>{entry.name}</b>, {entry.state}, zones {entry.zones}, {entry.dnsName}
            <ul>
              {entry.rules.map(rule => (
                <li key={rule.label}>
                  {rule.test ? 'Test rule' : 'Rule'} {rule.label}
                  {rule.conditions === '' ? '' : `, when ${rule.conditions}`}: {ruleWords(rule)}
                </li>
              ))}
              {entry.rules.length === 0 ? <li>No listener yet.</li> : null}
            </ul>
          </li>
        ))}
      </ul>
      <h3>Target groups</h3>
      <ul>
        {[...view.entries.flatMap(({ groups }) => groups), ...view.looseGroups].map(group => (
          <GroupItem key={group.name} group={group} />
        ))}
      </ul>
      {view.looseTasks.length === 0 ? null : (
        <>
          <h3>Tasks not behind a load balancer</h3>
          <Cards cards={view.looseTasks} />
        </>
      )}
      <h3>Services</h3>
      <ul>
        {view.services.map(service => (
          <li key={service.name}>
            <b>{service.name}</b>: {service.running} of {service.desired} running, {service.pending} pending,{' '}
            {service.words}
            <ul>
              {service.deployments.map(({ id, version, running, desired, words }) => (
                <li key={id}>
                  {version}: {running} of {desired} running, {words}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {track}
      <Events events={view.events} />
    </div>
  )
}

function ruleWords({ weights, other }: MapView['entries'][number]['rules'][number]): string {
  if (weights.length === 0) return other ?? 'does nothing'
  return weights.map(({ group, weight }) => `${weight} to ${group}`).join(', ')
}

function GroupItem({ group }: { group: GroupView }) {
  return (
    <li>
      <b>{group.name}</b>: {group.healthy} of {group.total} healthy, checks {group.check}
      {group.moreStopped > 0 ? `, ${counted(group.moreStopped, 'stopped task')}` : ''}
      <Cards cards={group.versions.flatMap(({ cards }) => cards)} />
    </li>
  )
}

function Cards({ cards }: { cards: CardView[] }) {
  return (
    <ul>
      {cards.map(card => (
        <li key={card.id}>
          {card.name}, {card.version}
          {card.role === 'none' ? '' : card.role === 'blue' ? ', serves' : ', comes'}
          {card.zone === '' ? '' : `, zone ${card.zone}`}: {card.health.words.toLowerCase()}
          {card.health.detail === null ? '' : `, ${card.health.detail}`}
        </li>
      ))}
    </ul>
  )
}
