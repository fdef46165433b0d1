/** Faults that a version can be built with, for the labs that find and undo them. */
export const FAULTS = ['unready', 'errors', 'slow', 'leak', 'deaf'] as const
export type Fault = (typeof FAULTS)[number]

/** Blue is the version that serves, green the one that comes. */
export type Colour = 'blue' | 'green'

export interface Version {
  /** As it was built, such as `2` or `3-errors`. */
  name: string
  /** Odd versions are blue, even ones green, so that each update is seen at once. */
  colour: Colour
  fault: Fault | null
}

/** Takes `<number>` or `<number>-<fault>` apart; undefined for anything else. */
export function parseVersion(name: string): Version | undefined {
  const [, number, word] = /^(\d+)(?:-(\w+))?$/.exec(name) ?? []
  const fault = FAULTS.find(known => known === word) ?? null
  if (number === undefined || (word !== undefined && fault === null)) return undefined
  return { name, colour: Number(number) % 2 === 0 ? 'green' : 'blue', fault }
}
