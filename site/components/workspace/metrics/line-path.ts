import type { MetricChart } from '../../../../lab-runner/contract.ts'

type Points = MetricChart['series'][number]['points']

/** The part of a drawing that a chart's lines have, in its own units. */
export interface Frame {
  width: number
  height: number
  from: number
  to: number
  /** Value at the top; the bottom is 0. */
  top: number
}

/** A round number at or above the largest value, so that the axis can say it; percent never ends below 100. */
export function topOf(chart: MetricChart): number {
  const most = Math.max(0, ...chart.series.flatMap(({ points }) => points.map(([, value]) => value)))
  const least = chart.unit === 'percent' ? 100 : chart.unit === 'ms' ? 10 : 4
  if (most <= least) return least
  const power = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 5, 10].find(step => step * power >= most) ?? 10) * power
}

/** SVG path through the points; a gap of more than three periods breaks the line, for no data is not zero. */
export function linePath(points: Points, period: number, { width, height, from, to, top }: Frame): string {
  let before = -Infinity
  return points
    .map(([at, value]) => {
      const x = ((at - from) / (to - from)) * width
      const y = height - (Math.min(value, top) / top) * height
      const move = at - before > 3 * period * 1000 ? 'M' : 'L'
      before = at
      return `${move}${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join('')
}

/** `43 %`, `12 ms`, `1,200` */
export function valueWords(value: number, unit: MetricChart['unit']): string {
  const number = value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 1 : 0 })
  return { percent: `${number} %`, ms: `${number} ms`, count: number }[unit]
}
