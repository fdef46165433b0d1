import type { BandView } from './map-view.ts'

/** How high the band of all the traffic is, in hundredths of the drawing. */
const trunk = 9
/** Test traffic leaves below all of it. */
const testTop = 50 + trunk / 2 + 4

export interface Band {
  group: string
  role: BandView['role']
  /** Outline of the band. */
  area: string
  /** Lines along which requests run; none where nobody answers. */
  lines: string[]
  /** The way of test traffic; null where none goes. */
  test: string | null
}

/** The bands from a rule to its target groups in a drawing of 100 by 100: width is weight, and each ends at its group. */
export function forkBands(bands: readonly BandView[], rows: number): Band[] {
  const heights = bands.map(({ share }) => Math.max(share * trunk, 0.9))
  const ends = new Map<number, number>()
  bands.forEach(({ row }, index) => ends.set(row, (ends.get(row) ?? 0) + (heights[index] ?? 0)))
  for (const [row, height] of ends) ends.set(row, ((row + 0.5) / rows) * 100 - height / 2)
  let top = 50 - trunk / 2
  return bands.map(({ group, role, share, flows, row, tested }, index) => {
    const [a, b] = [top, top + share * trunk]
    const c = ends.get(row) ?? 0
    const d = c + (heights[index] ?? 0)
    top = b
    ends.set(row, d)
    const count = flows && share > 0 ? Math.max(1, Math.round(share * 3)) : 0
    return {
      group,
      role,
      area: `M0 ${n(a)}C55 ${n(a)} 45 ${n(c)} 100 ${n(c)}V${n(d)}C45 ${n(d)} 55 ${n(b)} 0 ${n(b)}z`,
      test: tested ? `M0 ${n(testTop)}C55 ${n(testTop)} 45 ${n(d + 3)} 100 ${n(d + 3)}` : null,
      lines: Array.from({ length: count }, (_, line) => {
        const part = (line + 0.5) / count
        const [from, to] = [a + (b - a) * part, c + (d - c) * part]
        return `M0 ${n(from)}C55 ${n(from)} 45 ${n(to)} 100 ${n(to)}`
      }),
    }
  })
}

const n = (value: number): string => String(Math.round(value * 100) / 100)
