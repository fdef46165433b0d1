/** Blue is the version that serves, green the one that comes. */
export type Colour = 'blue' | 'green'

/** Odd versions are blue, even ones green, so that each update is seen at once. */
export function colourOf(version: string): Colour {
  return Number.parseInt(version, 10) % 2 === 0 ? 'green' : 'blue'
}
