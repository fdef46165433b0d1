import type { MetricChart, MetricsDto } from '../../../../lab-runner/contract.ts'
import { timeOfDay } from '../words.ts'
import { linePath, topOf, valueWords } from './line-path.ts'

const width = 300
const height = 90

/** Lines over time, with the newest value in words beside each. */
export function LineChart({ chart, metrics }: { chart: MetricChart; metrics: MetricsDto }) {
  const top = topOf(chart)
  const frame = { width, height, top, from: metrics.from, to: metrics.to }
  const lines = chart.series.filter(({ points }) => points.length > 0)
  return (
    <figure className="chart">
      <figcaption>
        <b>{chart.title}</b>
        <ul className="num">
          {lines.map(({ label, points }, index) => (
            <li key={label}>
              <i className={`ln l${index}`} /> {label}{' '}
              <b>{valueWords(points.at(-1)?.[1] ?? 0, chart.unit)}</b>
            </li>
          ))}
          {lines.length === 0 ? <li className="muted">No data yet</li> : null}
        </ul>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="grid" d={`M0 .5H${width}M0 ${height / 2}H${width}M0 ${height - 0.5}H${width}`} />
        {lines.map(({ label, points }, index) => (
          <path key={label} className={`ln l${index}`} d={linePath(points, metrics.period, frame)} />
        ))}
      </svg>
      <p className="axis num">
        <span>{timeOfDay(metrics.from)}</span>
        <span>top {valueWords(top, chart.unit)}</span>
        <span>{timeOfDay(metrics.to)}</span>
      </p>
    </figure>
  )
}
