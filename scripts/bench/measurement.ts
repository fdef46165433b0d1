/** One figure of the bench. */
export interface Figure {
  /** What was measured, such as `DescribeServices, p50`. */
  name: string
  value: number
  unit: 's' | 'ms' | 'MiB' | 'requests/s'
  /** How, in a few words: clients, counts, what stood beside it. */
  how: string
}

/** A file of this folder that ends in `.bench.ts` exports one, as \`bench\`. */
export interface Bench {
  title: string
  run(): Promise<Figure[]>
}

/** The value below which the share `share` of the sorted samples lies. */
export function percentile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
