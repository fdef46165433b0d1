import { describe, expect, it } from 'vitest'
import { forkBands } from './fork.ts'

const band = (group: string, share: number, row: number, flows = true) => ({
  group,
  role: 'blue' as const,
  share,
  flows,
  row,
  tested: false,
})

/** Where a band begins and ends at either side, read back from its outline. */
function ends(area: string) {
  const [, a, c, d, b] = /^M0 ([\d.]+)C55 .* 100 ([\d.]+)V([\d.]+)C45 .* 0 ([\d.]+)z$/.exec(area) ?? []
  return { from: [Number(a), Number(b)], to: [Number(c), Number(d)] }
}

describe('forkBands', () => {
  it('leads all of the traffic to the middle of a single group', () => {
    const [only] = forkBands([band('web', 1, 0)], 1)
    expect(ends(only?.area ?? '')).toEqual({ from: [45.5, 54.5], to: [45.5, 54.5] })
    expect(only?.lines).toHaveLength(3)
  })

  it('draws 90 to 10 as 90 to 10, one below the other', () => {
    const [blue, green] = forkBands([band('b', 0.9, 0), band('g', 0.1, 1)], 2).map(({ area }) => ends(area))
    expect(blue?.from).toEqual([45.5, 53.6])
    expect(green?.from).toEqual([53.6, 54.5])
    expect(blue?.to).toEqual([20.95, 29.05])
    expect(green?.to).toEqual([74.55, 75.45])
  })

  it('lets two versions of one group arrive side by side', () => {
    const [one, other] = forkBands([band('w', 0.5, 0), band('w', 0.5, 0)], 1).map(({ area }) => ends(area))
    expect(one?.to[1]).toBe(other?.to[0])
  })

  it('draws the way of test traffic below all of it', () => {
    const [blue, green] = forkBands([band('b', 1, 0), { ...band('g', 0, 1), tested: true }], 2)
    expect(blue?.test).toBeNull()
    expect(green?.test).toMatch(/^M0 58\.5C/)
  })

  it('draws no requests where none flow', () => {
    expect(forkBands([band('w', 1, 0, false)], 1)[0]?.lines).toEqual([])
    expect(forkBands([band('w', 0, 0)], 1)[0]?.lines).toEqual([])
  })
})
