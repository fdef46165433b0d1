import type {
  GetManagedPrefixListEntriesRequest,
  GetManagedPrefixListEntriesResult,
} from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { page, refuseDryRun } from '../describe.ts'
import { findPrefixList } from '../prefix-lists.ts'

/** The ranges of a prefix list. */
export const getManagedPrefixListEntries: Operation<
  GetManagedPrefixListEntriesRequest,
  GetManagedPrefixListEntriesResult
> = (input, { scope }) => {
  const { cidrs } = findPrefixList(scope, input.PrefixListId)
  refuseDryRun(input)
  const { found, ...rest } = page(cidrs, input, 1)
  return { Entries: found.map(Cidr => ({ Cidr })), ...rest }
}
