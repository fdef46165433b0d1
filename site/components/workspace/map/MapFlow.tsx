import { counted } from '../words.ts'
import { forkBands } from './fork.ts'
import type { BandView, EntryView, GroupView, MapView, Role, RuleView } from './map-view.ts'
import { TaskCard } from './TaskCard.tsx'

/** Internet, load balancers, rules, target groups and tasks, from left to right. What is not there yet is outlined. */
export function MapFlow({ view }: { view: MapView }) {
  const entries: (EntryView | null)[] = view.entries.length === 0 ? [null] : view.entries
  return entries.map((entry, index) => (
    <Flow
      key={entry?.name ?? 'none'}
      entry={entry}
      loose={index === entries.length - 1 ? view.looseGroups : []}
      empty={view.empty}
    />
  ))
}

function Flow({ entry, loose, empty }: { entry: EntryView | null; loose: GroupView[]; empty: boolean }) {
  const groups = [...(entry?.groups ?? []), ...loose]
  const bands = [
    ...(entry?.bands ?? []),
    ...loose.map(({ name }, index): BandView => ({
      group: name,
      role: 'none',
      share: 0,
      tested: false,
      flows: false,
      row: (entry?.groups.length ?? 0) + index,
    })),
  ]
  const active = entry?.state === 'active' && entry.rules.length > 0
  const flows = bands.some(band => band.flows && band.share > 0)
  return (
    <div className="flow" data-groups={Math.max(groups.length, 1)}>
      <div className={entry === null ? 'node ghost' : 'node'}>
        <small>Internet</small>
        <b>{entry === null ? 'nobody yet' : 'anyone'}</b>
      </div>
      <Edge there={entry !== null} flows={flows} />
      {entry === null ? <GhostBalancer empty={empty} /> : <Balancer entry={entry} />}
      <Edge there={active} flows={flows} />
      {entry === null || entry.rules.length === 0 ? (
        <div className="node ghost">
          <small>Listener rule</small>
          <b>none yet</b>
          <p>says which path goes where</p>
        </div>
      ) : (
        <div className="node">
          {entry.rules.map(rule => (
            <Rule key={rule.label} rule={rule} />
          ))}
        </div>
      )}
      <Fork bands={bands} rows={groups.length} />
      <div className="groups">
        {groups.map(group => (
          <Group
            key={group.name}
            group={group}
            forwarded={bands.some(band => band.group === group.name && band.share > 0)}
            tested={bands.some(band => band.group === group.name && band.tested)}
          />
        ))}
        {groups.length === 0 ? (
          <div className="group ghost">
            <header>
              <b>No target group yet</b>
            </header>
            <p>Its tasks, their version and their health appear here.</p>
          </div>
        ) : null}
      </div>
    </div>
  )
}

function GhostBalancer({ empty }: { empty: boolean }) {
  return (
    <div className="node ghost">
      <small>Load balancer</small>
      <b>none yet</b>
      <p>
        {empty
          ? 'What the steps make is drawn here, as it stands in your account.'
          : 'gives the tasks one address'}
      </p>
    </div>
  )
}

function Balancer({ entry }: { entry: EntryView }) {
  return (
    <div className="node" title={entry.dnsName}>
      <small>Load balancer</small>
      <b>{entry.name}</b>
      <dl className="num">
        {entry.state === 'active' ? null : (
          <>
            <dt>State</dt>
            <dd className="wait">{entry.state}</dd>
          </>
        )}
        <dt className="opt">Zones</dt>
        <dd className="opt">{entry.zones}</dd>
        <dt>Listeners</dt>
        {entry.listeners.length === 0 ? <dd>none yet</dd> : null}
        {entry.listeners.map(listener => (
          <dd key={listener}>{listener}</dd>
        ))}
      </dl>
    </div>
  )
}

function Rule({ rule }: { rule: RuleView }) {
  const sum = rule.weights.reduce((all, { weight }) => all + weight, 0)
  return (
    <div className={rule.test ? 'rule test' : 'rule'}>
      <small>{rule.test ? 'Test listener rule' : 'Listener rule'}</small>
      <b className="num">{rule.label}</b>
      {rule.conditions === '' ? null : <small>{rule.conditions}</small>}
      {rule.other === null ? null : <span>{rule.other}</span>}
      {rule.weights.length === 0 ? null : (
        <div
          className="weights num"
          role="img"
          aria-label={`Weights: ${rule.weights.map(({ group, weight }) => `${group} ${weight}`).join(', ')}`}
        >
          {rule.weights.map(({ group, weight, role }) => (
            <span key={group} className={role} style={{ flexGrow: sum === 0 ? 1 : weight / sum }}>
              <i>{rule.weights.length === 1 ? `all to ${group}` : weight}</i>
            </span>
          ))}
        </div>
      )}
    </div>
  )
}

function Edge({ there, flows }: { there: boolean; flows: boolean }) {
  return (
    <svg
      className={there ? 'edge' : 'edge ghost'}
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={there ? 'M0 45.5h100v9H0z' : 'M0 50h100'} />
      {flows ? <path className="req" d="M0 50h100" /> : null}
    </svg>
  )
}

const letters: Record<Role, string> = { blue: 'b', green: 'g', mixed: 'b', none: 'n' }

function Fork({ bands, rows }: { bands: BandView[]; rows: number }) {
  return (
    <svg className="fork" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      {forkBands(bands, rows).map(band => (
        <g key={`${band.group} ${band.role}`}>
          <path className={letters[band.role]} vectorEffect="non-scaling-stroke" d={band.area} />
          {band.test === null ? null : <path className="test" d={band.test} />}
          {band.lines.map((line, index) => (
            <path
              key={index}
              className={`req ${letters[band.role]}`}
              d={line}
              style={{ animationDelay: `${index * -0.4}s` }}
            />
          ))}
        </g>
      ))}
    </svg>
  )
}

const roleWords: Record<Role, string> = {
  blue: 'serves',
  green: 'comes',
  mixed: 'one version goes, one comes',
  none: '',
}

function Group({ group, forwarded, tested }: { group: GroupView; forwarded: boolean; tested: boolean }) {
  return (
    <section className={`group ${group.role}`} aria-label={`Target group ${group.name}`}>
      <header>
        {group.role === 'mixed' ? (
          <>
            <i className="v blue" />
            <i className="v green" />
          </>
        ) : null}
        {group.role === 'blue' || group.role === 'green' ? <i className={`v ${group.role}`} /> : null}
        <b>{group.name}</b>
        <span className="role">{roleWords[group.role]}</span>
        <span className="num">
          {group.healthy} of {group.total} healthy
        </span>
      </header>
      <div className="versions">
        {group.versions.map(({ version, role, cards }) => (
          <div key={version} className={`version ${role}`}>
            {group.role === 'mixed' && role !== 'none' ? (
              <p>
                <i className={`v ${role}`} /> {version} {roleWords[role]}
              </p>
            ) : null}
            <ul className="tasks num">
              {cards.map(card => (
                <TaskCard key={card.id} card={card} />
              ))}
            </ul>
          </div>
        ))}
        {group.versions.length === 0 ? (
          <p className="quiet">No targets yet. A service registers its tasks here.</p>
        ) : null}
      </div>
      <footer className="num">
        <span>checks {group.check}</span>
        {forwarded ? null : <span>{tested ? 'test traffic only' : 'no rule forwards here now'}</span>}
        {group.moreStopped > 0 ? <span>{counted(group.moreStopped, 'stopped task')}</span> : null}
      </footer>
    </section>
  )
}
