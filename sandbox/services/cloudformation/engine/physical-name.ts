import { createHash } from 'node:crypto'

/** What names of a type may be. */
export interface NameRule {
  /** @default 64 */
  longest?: number
  /** Lower case only. */
  lower?: boolean
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** A name as CloudFormation draws it, `stack-LogicalId-K3J2…`; the same token gives the same name. */
export function physicalName(
  stackName: string,
  logicalId: string,
  token: string,
  { longest = 64, lower = false }: NameRule = {},
): string {
  const digest = createHash('sha256').update(`${token}/${logicalId}`).digest()
  const length = longest < 40 ? 8 : 12
  const drawn = Array.from({ length }, (_, index) => LETTERS[(digest[index] ?? 0) % LETTERS.length]).join('')
  const room = longest - length - 2
  const stack = stackName.slice(0, Math.max(Math.ceil(room / 2), room - logicalId.length))
  const id = logicalId.slice(0, room - stack.length)
  const name = `${stack.replace(/-+$/, '')}-${id}-${drawn}`
  return lower ? name.toLowerCase() : name
}
