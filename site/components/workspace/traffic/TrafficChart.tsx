import type { LoadDto } from '../../../../lab-runner/contract.ts'
import { trafficBars, versionCounts } from './traffic-bars.ts'

const width = 600
const height = 120
const gap = 1.5

/** Who answered, second by second: blue is solid, green outlined, what failed is red on top. The same in words below. */
export function TrafficChart({ load, now }: { load: LoadDto; now: number }) {
  const bars = trafficBars(load, now)
  const step = width / bars.length
  return (
    <figure className="chart wide">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        {bars.map(({ at, parts }, index) => {
          let top = height
          return parts.map(({ kind, height: share }) => {
            const tall = share * height
            top -= tall
            return (
              <rect
                key={`${at} ${kind}`}
                className={`part ${kind}`}
                x={index * step}
                y={top}
                width={step - gap}
                height={tall}
              />
            )
          })
        })}
      </svg>
      <figcaption>
        <ul className="num">
          {versionCounts(load).map(({ version, kind, share, failed }) => (
            <li key={version}>
              <i className={`v ${kind === 'other' ? 'none' : kind}`} />{' '}
              {version === '' ? 'no version named' : `version ${version}`} <b>{Math.round(share * 100)} %</b>
              {failed === 0 ? null : (
                <span className="bad">, {failed.toLocaleString('en-GB')} of its answers 5xx</span>
              )}
            </li>
          ))}
        </ul>
        <dl className="num">
          <Fact name="sent" value={load.sent.toLocaleString('en-GB')} />
          <Fact name="5xx" value={load.failed.toLocaleString('en-GB')} bad={load.failed > 0} />
          <Fact name="no answer" value={load.lost.toLocaleString('en-GB')} bad={load.lost > 0} />
          <Fact name="half within" value={milliseconds(load.p50Ms)} />
          <Fact name="99 % within" value={milliseconds(load.p99Ms)} />
          {load.heldBack > 0 ? (
            <Fact name="held back" value={load.heldBack.toLocaleString('en-GB')} bad />
          ) : null}
        </dl>
      </figcaption>
    </figure>
  )
}

function Fact({ name, value, bad = false }: { name: string; value: string; bad?: boolean }) {
  return (
    <div className={bad ? 'bad' : undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

const milliseconds = (value: number | null): string =>
  value === null ? '–' : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
