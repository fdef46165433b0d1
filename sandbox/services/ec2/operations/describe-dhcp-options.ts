import type { DescribeDhcpOptionsRequest, DescribeDhcpOptionsResult } from '@aws-sdk/client-ec2'
import type { Operation } from '../../../operation.ts'
import { network } from '../default-vpc.ts'
import { describe } from '../describe.ts'
import type { Kind } from '../describe.ts'
import { notFound } from '../errors.ts'
import type { DhcpOptionsDocument } from '../store.ts'

const DHCP_OPTIONS: Kind<DhcpOptionsDocument> = {
  prefix: 'dopt-',
  malformed: 'InvalidDhcpOptionsId.Malformed',
  notFound: ids => notFound('InvalidDhcpOptionID.NotFound', 'dhcpOption ID', ids),
  idOf: options => options.DhcpOptionsId,
  tagsOf: options => options.Tags,
  fields: {
    'dhcp-options-id': options => options.DhcpOptionsId,
    key: options => options.DhcpConfigurations?.map(c => c.Key),
    value: options => options.DhcpConfigurations?.flatMap(c => c.Values ?? []).map(v => v.Value),
    'owner-id': options => options.OwnerId,
  },
}

/** DHCP option sets by id or filters. */
export const describeDhcpOptions: Operation<DescribeDhcpOptionsRequest, DescribeDhcpOptionsResult> = (
  input,
  { scope },
) => {
  const all = network(scope).dhcpOptions.values()
  const { found: DhcpOptions, ...rest } = describe(all, DHCP_OPTIONS, input.DhcpOptionsIds, input)
  return { DhcpOptions, ...rest }
}
