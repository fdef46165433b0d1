import type {
  DescribeManagedPrefixListsRequest,
  DescribeManagedPrefixListsResult,
  ManagedPrefixList,
} from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { describe } from '../describe.ts'
import type { Kind } from '../describe.ts'
import { awsPrefixLists, prefixListNotFound, shownPrefixList } from '../prefix-lists.ts'

const PREFIX_LIST: Kind<ManagedPrefixList> = {
  prefix: 'pl-',
  malformed: 'InvalidPrefixListId.Malformed',
  notFound: prefixListNotFound,
  idOf: list => list.PrefixListId ?? '',
  tagsOf: () => [],
  fields: {
    'owner-id': list => list.OwnerId,
    'prefix-list-id': list => list.PrefixListId,
    'prefix-list-name': list => list.PrefixListName,
  },
}

/** The prefix lists that AWS keeps; the practice account has none of the customer's own. */
export const describeManagedPrefixLists: Operation<
  DescribeManagedPrefixListsRequest,
  DescribeManagedPrefixListsResult
> = (input, { scope }) => {
  const all = awsPrefixLists(scope.region).map(list => shownPrefixList(scope.region, list))
  const { found: PrefixLists, ...rest } = describe(all, PREFIX_LIST, input.PrefixListIds, input)
  return { PrefixLists, ...rest }
}
