import type { DescribePrefixListsRequest, DescribePrefixListsResult, PrefixList } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { describe } from '../describe.ts'
import type { Kind } from '../describe.ts'
import { awsPrefixLists, prefixListNotFound } from '../prefix-lists.ts'

const PREFIX_LIST: Kind<PrefixList> = {
  prefix: 'pl-',
  malformed: 'InvalidPrefixListId.Malformed',
  notFound: prefixListNotFound,
  idOf: list => list.PrefixListId ?? '',
  tagsOf: () => [],
  fields: {
    'prefix-list-id': list => list.PrefixListId,
    'prefix-list-name': list => list.PrefixListName,
  },
}

/** The services that gateway endpoints lead to, with their ranges. */
export const describePrefixLists: Operation<DescribePrefixListsRequest, DescribePrefixListsResult> = (
  input,
  { scope },
) => {
  const all = awsPrefixLists(scope.region).map(({ PrefixListId, PrefixListName, cidrs }) => ({
    PrefixListId,
    PrefixListName,
    Cidrs: cidrs,
  }))
  const { found: PrefixLists, ...rest } = describe(all, PREFIX_LIST, input.PrefixListIds, input)
  return { PrefixLists, ...rest }
}
