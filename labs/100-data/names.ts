import type { CommandContext } from '../define.ts'

/** The lab's id, as its tag `slipway-lab` has it. */
export const LAB = 'data'
export const tag = `Key=slipway-lab,Value=${LAB}`

export const DATABASE = 'shop'
export const OBJECT = 'letters/letter.txt'

/** Bucket names are unique in the whole world, so the account's number is in it. */
export function bucketName({ accountId, region }: Pick<CommandContext, 'accountId' | 'region'>): string {
  return `slipway-data-${accountId}-${region}`
}
