import { useCallback, useRef, useState } from 'react'
import { AppPane } from './app/AppPane.tsx'
import { useDeployments } from './deployment/use-deployments.ts'
import { LogsPane } from './logs/LogsPane.tsx'
import { MapPane } from './map/MapPane.tsx'
import { useMap } from './map/use-map.ts'
import { MetricsPane } from './metrics/MetricsPane.tsx'
import { NowStrip } from './NowStrip.tsx'
import { SheetHandle } from './SheetHandle.tsx'
import { TerminalPane } from './terminal/TerminalPane.tsx'
import { TrafficPane } from './traffic/TrafficPane.tsx'
import { useAlive, useLab, useNow, useRemembered } from './use-lab.ts'

const allTabs = ['terminal', 'map', 'app', 'logs', 'metrics', 'traffic'] as const
type Tab = (typeof allTabs)[number]
const tabWords: Record<Tab, string> = {
  terminal: 'Terminal',
  map: 'Map',
  app: 'App',
  logs: 'Logs',
  metrics: 'Metrics',
  traffic: 'Traffic',
}
/** Of a site behind a load balancer only. */
const appTabs: readonly Tab[] = ['app', 'metrics', 'traffic']
const isTab = (value: string): value is Tab => allTabs.some(tab => tab === value)

/** The learner's tools beside the lesson; on a phone a sheet at the bottom. Children stand above the panes. */
export function Workspace({
  hasApp,
  inAccount,
  children,
}: {
  hasApp: boolean
  /** False for a lab that makes nothing in the account: there is nothing to draw then. */
  inAccount: boolean
  children: React.ReactNode
}) {
  const [remembered, setTab] = useRemembered<Tab>('slipway:tab', 'terminal', isTab)
  const tabs = allTabs.filter(
    name => name === 'terminal' || (inAccount && (hasApp || !appTabs.includes(name))),
  )
  const tab = tabs.includes(remembered) ? remembered : 'terminal'
  const alive = useAlive()
  const [asList, setAsList] = useState(false)
  const [errors, setErrors] = useState(0)
  const tabBar = useRef<HTMLDivElement>(null)
  const reading = useMap(tab, inAccount)
  const deployments = useDeployments(inAccount && tab === 'map')
  const toTabs = useCallback(
    () => tabBar.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus(),
    [],
  )
  const move = (event: React.KeyboardEvent) => {
    const next = neighbour(tabs, tab, event.key)
    if (next === null) return
    event.preventDefault()
    setTab(next)
    tabBar.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus()
  }
  return (
    <section className="work" aria-label="Workspace">
      <header inert={!alive}>
        <SheetHandle />
        <div className="tabs" role="tablist" aria-label="Workspace" ref={tabBar} onKeyDown={move}>
          {tabs.map(name => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-controls={`pane-${name}`}
              aria-selected={name === tab}
              tabIndex={name === tab ? 0 : -1}
              onClick={() => setTab(name)}
            >
              {tabWords[name]}
              {name === 'logs' && errors > 0 ? (
                <span className="count num" aria-label={`${errors} errors`}>
                  {errors > 99 ? '99+' : errors}
                </span>
              ) : null}
            </button>
          ))}
        </div>
        <span className="fresh num">
          {tab === 'map' ? (
            <>
              {reading.readAt === 0 ? <Connected /> : <Freshness readAt={reading.readAt} />}
              {' · '}
              <button type="button" className="link" aria-pressed={asList} onClick={() => setAsList(!asList)}>
                as a {asList ? 'map' : 'list'}
              </button>
            </>
          ) : (
            <Connected />
          )}
        </span>
      </header>
      <div className="panes">
        {children}
        <Pane name="terminal" tab={tab}>
          <TerminalPane shown={tab === 'terminal'} onLeave={toTabs} />
        </Pane>
        {inAccount ? (
          <Pane name="map" tab={tab}>
            {tab === 'map' ? (
              <MapPane reading={reading} deployments={deployments} asList={asList} hasApp={hasApp} />
            ) : null}
          </Pane>
        ) : null}
        {hasApp ? (
          <Pane name="app" tab={tab}>
            <AppPane shown={tab === 'app'} map={reading.map} />
          </Pane>
        ) : null}
        {inAccount ? (
          <Pane name="logs" tab={tab}>
            <LogsPane shown={tab === 'logs'} map={reading.map} onErrors={setErrors} />
          </Pane>
        ) : null}
        {hasApp ? (
          <>
            <Pane name="metrics" tab={tab}>
              <MetricsPane shown={tab === 'metrics'} />
            </Pane>
            <Pane name="traffic" tab={tab}>
              <TrafficPane shown={tab === 'traffic'} />
            </Pane>
          </>
        ) : null}
      </div>
      {tab === 'map' || !inAccount ? null : <NowStrip map={reading.map} />}
    </section>
  )
}

/** The tab that an arrow, Home or End leads to. */
function neighbour(tabs: Tab[], tab: Tab, key: string): Tab | null {
  const at = tabs.indexOf(tab)
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[key]
  return to === undefined ? null : (tabs[(to + tabs.length) % tabs.length] ?? null)
}

function Pane({ name, tab, children }: { name: Tab; tab: Tab; children: React.ReactNode }) {
  return (
    <div
      className="pane"
      role="tabpanel"
      id={`pane-${name}`}
      aria-labelledby={`tab-${name}`}
      // The terminal's own text area takes the focus there.
      tabIndex={name === 'terminal' ? undefined : 0}
      hidden={name !== tab}
    >
      {children}
    </div>
  )
}

function Freshness({ readAt }: { readAt: number }) {
  const now = useNow(true)
  return `read ${Math.max(0, Math.round((now - readAt) / 1000))} s ago`
}

function Connected() {
  const { connection, problem } = useLab()
  if (problem !== null) return 'refused'
  return {
    connecting: 'connecting…',
    connected: 'connected',
    lost: 'trying again…',
    absent: 'not connected',
  }[connection]
}
