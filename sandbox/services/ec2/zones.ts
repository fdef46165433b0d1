const DIRECTIONS: Record<string, string> = {
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  central: 'c',
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
}

/** Regions whose zone letters have gaps. */
const LETTERS: Record<string, string> = { 'ap-northeast-1': 'acd', 'ca-central-1': 'abd' }

export interface Zone {
  name: string
  /** Such as `euw1-az1`. */
  id: string
}

/** Three availability zones of the region; which name bears which zone id differs by account on AWS, here it goes in order. */
export function zonesOf(region: string): Zone[] {
  const prefix = zoneIdPrefix(region)
  return [...(LETTERS[region] ?? 'abc')].map((letter, index) => ({
    name: `${region}${letter}`,
    id: `${prefix}-az${index + 1}`,
  }))
}

function zoneIdPrefix(region: string): string {
  const parts = region.split('-')
  const number = parts.at(-1) ?? '1'
  const direction = DIRECTIONS[parts.at(-2) ?? ''] ?? ''
  return `${parts.slice(0, -2).join('')}${direction}${number}`
}
