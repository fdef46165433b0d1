/** One figure of the bench. */
export interface Figure {
  /** What was measured, such as `DescribeServices, p50`. */
  name: string
  value: number
  unit: 's' | 'ms' | 'MiB' | 'MiB/s' | 'KiB' | 'KB' | 'requests/s' | 'requests' | '%' | 'times'
  /** How, in a few words: clients, counts, what stood beside it. */
  how: string
  /** What was promised, in the same unit. */
  aim?: { atMost: number } | { atLeast: number }
}

/** A file of this folder that ends in `.bench.ts` exports one, as `bench`. */
export interface Bench {
  title: string
  /** Measures; what this machine lacks is said by `say`, and its figures are left out. */
  run(say: (words: string) => void): Promise<Figure[]>
}

/** Whether a figure is as good as promised; undefined when nothing was. */
export function isMet({ value, aim }: Figure): boolean | undefined {
  if (!aim) return undefined
  return 'atMost' in aim ? value <= aim.atMost : value >= aim.atLeast
}

/** The value below which the share `share` of the sorted samples lies. */
export function percentile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The middle one. */
export const median = (samples: number[]): number => percentile(samples, 0.5)
